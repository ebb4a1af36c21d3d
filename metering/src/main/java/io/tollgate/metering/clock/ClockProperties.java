package io.tollgate.metering.clock;

import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param clock SYSTEM, or TEST for a clock that stands still until it is moved
 * @param zone where days, months and settlement days are counted
 */
@ConfigurationProperties("tollgate")
record ClockProperties(
    @DefaultValue("SYSTEM") Source clock,
    @DefaultValue("Asia/Shanghai") ZoneId zone) {

  enum Source {
    SYSTEM,
    TEST
  }
}
