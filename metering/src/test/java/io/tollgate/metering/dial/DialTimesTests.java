package io.tollgate.metering.dial;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialTimesTests {

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T00:59:59Z, 2026-03-01T01:00:00Z, Asia/Shanghai, false",
    "2026-03-01T01:00:00Z, 2026-03-01T07:00:00Z, Asia/Shanghai, false",
    "2026-03-01T07:00:00Z, 2026-03-02T01:00:00Z, Asia/Shanghai, true",
    "2026-03-28T20:00:00Z, 2026-03-29T07:00:00Z, Europe/Berlin, true",
  })
  void followsTheClockOnTheWall(Instant now, Instant next, ZoneId zone, boolean endsDay) {
    assertThat(DialTimes.firstAfter(now, zone)).isEqualTo(next);
    assertThat(DialTimes.endsDay(now, zone)).isEqualTo(endsDay);
  }
}
