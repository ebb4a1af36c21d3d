package io.tollgate.metering.invariant;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param interval pause between two steps; a step takes some milliseconds of one connection
 */
@ConfigurationProperties("tollgate.invariants")
record InvariantProperties(@DefaultValue("500ms") Duration interval) {}
