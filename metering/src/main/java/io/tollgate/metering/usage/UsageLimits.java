package io.tollgate.metering.usage;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The times within which usage is accepted.
 *
 * @param lateness how long after its begin a record is still accepted (koogallery.md 3.4: 21 days)
 * @param ahead how far in the future an end may lie, for clocks that differ
 * @param freezeTolerance usage that ends this soon after a freeze is taken for usage before it
 * @param closingWindow how long after a release usage from before it is still accepted
 */
@ConfigurationProperties("tollgate")
public record UsageLimits(
    @DefaultValue("21d") Duration lateness,
    @DefaultValue("5m") Duration ahead,
    @DefaultValue("5m") Duration freezeTolerance,
    @DefaultValue("24h") Duration closingWindow) {}
