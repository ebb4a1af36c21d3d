package io.tollgate.metering.collection;

import io.tollgate.rules.usage.Cycle;
import java.time.Instant;
import java.time.ZoneId;

/**
 * A collection that has to be done. Every due time has exactly one successor, so that a schedule
 * that was stopped catches up without a gap.
 *
 * @param cycle the kind of cycle it closes
 * @param dueAt when, in business time
 * @param horizon cycles that ended by then, inclusive, are collected
 */
public record CollectionDue(Cycle cycle, Instant dueAt, Instant horizon) {

  public CollectionDue {
    if (horizon.isAfter(dueAt)) {
      throw new IllegalArgumentException(
          "horizon: " + horizon + " (expected: not after dueAt " + dueAt + ")");
    }
  }

  /** The first collection that is due after {@code instant}. */
  public static CollectionDue after(Cycle cycle, Instant instant, ZoneId zone) {
    return at(cycle, cycle.nextDueAfter(instant, zone), zone);
  }

  /** The collection that is due at {@code dueAt}. */
  public static CollectionDue at(Cycle cycle, Instant dueAt, ZoneId zone) {
    return new CollectionDue(cycle, dueAt, cycle.lastDueAt(dueAt, zone).end());
  }
}
