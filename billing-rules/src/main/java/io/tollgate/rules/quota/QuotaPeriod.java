package io.tollgate.rules.quota;

import java.time.Instant;

/**
 * A stretch of time in which a quota can be drawn: {@code from} inclusive, {@code to} exclusive, so
 * that periods laid end to end leave neither a gap nor an overlap.
 */
public record QuotaPeriod(Instant from, Instant to) {

  public QuotaPeriod {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("to: " + to + " (expected: after from " + from + ")");
    }
  }

  public boolean holds(Instant moment) {
    return !moment.isBefore(from) && moment.isBefore(to);
  }
}
