package io.tollgate.metering.timer;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param lanes how many timers this node fires at once
 * @param pollInterval how late a timer starts at most when nobody woke the worker
 * @param orderlyAfter how far behind the oldest timer must be for later ones to wait for it
 * @param timeout how long one firing may take before it is rolled back and tried again
 */
@ConfigurationProperties("tollgate.timer")
record TimerProperties(
    @DefaultValue("6") int lanes,
    @DefaultValue("500ms") Duration pollInterval,
    @DefaultValue("10m") Duration orderlyAfter,
    @DefaultValue("10m") Duration timeout) {}
