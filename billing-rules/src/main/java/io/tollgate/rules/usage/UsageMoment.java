package io.tollgate.rules.usage;

import java.time.Instant;

/**
 * The one instant by which a usage record is placed in cycles, reset periods and months.
 *
 * <p>It is the last instant before the record's end time (contract 2). A record that ends exactly
 * where a period ends therefore belongs to that period and not to the next, and every record
 * belongs to exactly one.
 */
public final class UsageMoment {

  private UsageMoment() {}

  public static Instant of(Instant endTime) {
    return endTime.minusNanos(1);
  }
}
