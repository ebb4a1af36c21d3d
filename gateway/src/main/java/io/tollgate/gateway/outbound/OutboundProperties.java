package io.tollgate.gateway.outbound;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param allowInsecureTargets whether an address may be plain HTTP, an IP or loopback; never in
 *     production
 * @param connectTimeout until the connection stands
 * @param timeout of a whole call, connecting included
 * @param replySizeBytes largest reply that is read; a longer one counts as no answer of use
 */
@ConfigurationProperties("tollgate.outbound")
record OutboundProperties(
    @DefaultValue("false") boolean allowInsecureTargets,
    @DefaultValue("5s") Duration connectTimeout,
    @DefaultValue("10s") Duration timeout,
    @DefaultValue("65536") int replySizeBytes) {}
