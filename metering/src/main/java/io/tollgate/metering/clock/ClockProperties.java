package io.tollgate.metering.clock;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param clock SYSTEM, or TEST for a clock that stands still until it is moved
 * @param clockStart where a test clock stands that was never moved; null for the present
 * @param zone where days, months and settlement days are counted
 */
@ConfigurationProperties("tollgate")
record ClockProperties(
    @DefaultValue("SYSTEM") Source clock,
    @Nullable Instant clockStart,
    @DefaultValue("Asia/Shanghai") ZoneId zone) {

  enum Source {
    SYSTEM,
    TEST
  }
}
