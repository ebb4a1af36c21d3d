package io.tollgate.rules.catalogue;

import java.util.List;

/**
 * Tiers laid end to end from nothing to without end, so that every quantity has exactly one.
 *
 * @param list in ascending order
 */
public record Tiers(List<Tier> list) {

  public Tiers {
    list = List.copyOf(list);
    var reached = 0L;
    for (var tier : list) {
      if (tier.fromUnits() != reached) {
        throw new IllegalArgumentException(
            "fromUnits: " + tier.fromUnits() + " (expected: " + reached + ")");
      }
      reached = tier.upToUnits();
    }
    if (reached != Long.MAX_VALUE) {
      throw new IllegalArgumentException("tiers: " + list + " (expected: a last one without end)");
    }
  }

  /**
   * The tier in which a month's total lies: 1,000 of "up to 1,000" is still in it, 1,000.0001 is
   * in the next. A total of 0 is in the first.
   */
  public Tier of(long totalUnits) {
    for (var tier : list) {
      if (totalUnits <= tier.upToUnits()) {
        return tier;
      }
    }
    throw new IllegalStateException("the last tier has no end");
  }
}
