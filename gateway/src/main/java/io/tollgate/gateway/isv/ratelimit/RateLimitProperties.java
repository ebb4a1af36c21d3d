package io.tollgate.gateway.isv.ratelimit;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many requests one ISV may send to one node.
 *
 * @param requestsPerSecond sustained
 * @param burst beyond that at once, after a pause
 */
@Validated
@ConfigurationProperties("tollgate.rate-limit")
public record RateLimitProperties(
    @DefaultValue("50000") @Min(1) @Max(1_000_000) int requestsPerSecond,
    @DefaultValue("50000") @Min(1) @Max(1_000_000) int burst) {}
