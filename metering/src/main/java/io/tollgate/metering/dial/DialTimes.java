package io.tollgate.metering.dial;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/** When a day's tests are made: in the morning and in the afternoon. */
final class DialTimes {

  private static final List<LocalTime> TIMES = List.of(LocalTime.of(9, 0), LocalTime.of(15, 0));

  private DialTimes() {}

  static Instant firstAfter(Instant now, ZoneId zone) {
    var today = now.atZone(zone).toLocalDate();
    return Stream.of(today, today.plusDays(1))
        .flatMap(day -> TIMES.stream().map(time -> day.atTime(time).atZone(zone).toInstant()))
        .filter(time -> time.isAfter(now))
        .findFirst()
        .orElseThrow();
  }

  /** Whether a test at {@code now} is the last of its day. */
  static boolean endsDay(Instant now, ZoneId zone) {
    return firstAfter(now, zone)
        .atZone(zone)
        .toLocalDate()
        .isAfter(now.atZone(zone).toLocalDate());
  }
}
