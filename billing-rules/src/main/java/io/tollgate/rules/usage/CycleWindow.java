package io.tollgate.rules.usage;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;

/**
 * One billing cycle: from {@code start} inclusive to {@code end} exclusive.
 *
 * @param cycle hourly or daily
 */
public record CycleWindow(Cycle cycle, Instant start, Instant end) {

  public CycleWindow {
    if (!start.isBefore(end)) {
      throw new IllegalArgumentException("end: " + end + " (expected: after start " + start + ")");
    }
  }

  /** The calendar month whose consumption this is: the one in which the cycle starts. */
  public YearMonth month(ZoneId zone) {
    return YearMonth.from(start.atZone(zone));
  }

  public Instant collectionDueAt(ZoneId zone) {
    return cycle.collectionDueAt(end, zone);
  }
}
