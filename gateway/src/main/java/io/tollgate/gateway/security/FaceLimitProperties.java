package io.tollgate.gateway.security;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many requests each role may send to the operator and billing faces of one node.
 *
 * @param requestsPerSecond sustained
 * @param burst at once, after a pause
 */
@Validated
@ConfigurationProperties("tollgate.face-limit")
record FaceLimitProperties(
    @DefaultValue("2000") @Min(1) @Max(1_000_000) int requestsPerSecond,
    @DefaultValue("4000") @Min(1) @Max(1_000_000) int burst) {}
