package io.tollgate.rules.collection;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Usage added up: the quantities of an aggregate.
 *
 * <p>{@code units} is always the sum of what was drawn, {@code onDemandUnits} and {@code
 * overageUnits}. In an adjustment each may be negative.
 *
 * @param drawnByQuota units drawn by quota number, in ascending order; none is zero
 */
public record UsageSum(
    long units,
    SortedMap<Long, Long> drawnByQuota,
    long onDemandUnits,
    long overageUnits,
    int recordCount) {

  public static final UsageSum NONE = new UsageSum(0, Collections.emptySortedMap(), 0, 0, 0);

  public UsageSum {
    drawnByQuota = Collections.unmodifiableSortedMap(new TreeMap<>(drawnByQuota));
    var accounted = onDemandUnits + overageUnits + drawnUnits(drawnByQuota);
    if (units != accounted) {
      throw new IllegalArgumentException("units: " + units + " (expected: " + accounted
          + ", what was drawn, on demand and overage)");
    }
  }

  private static long drawnUnits(SortedMap<Long, Long> drawnByQuota) {
    var drawn = 0L;
    for (var units : drawnByQuota.values()) {
      drawn = Math.addExact(drawn, units);
    }
    return drawn;
  }

  /** Units drawn from all quotas. */
  public long drawnUnits() {
    return drawnUnits(drawnByQuota);
  }

  public UsageSum plus(UsageSum other) {
    var drawn = new TreeMap<>(drawnByQuota);
    other.drawnByQuota.forEach((quotaNo, units) -> drawn.merge(quotaNo, units, Math::addExact));
    drawn.values().removeIf(units -> units == 0);
    return new UsageSum(
        Math.addExact(units, other.units),
        drawn,
        Math.addExact(onDemandUnits, other.onDemandUnits),
        Math.addExact(overageUnits, other.overageUnits),
        Math.addExact(recordCount, other.recordCount));
  }
}
