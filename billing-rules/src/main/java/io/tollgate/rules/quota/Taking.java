package io.tollgate.rules.quota;

/** Units of one usage record, by where they came from. */
public sealed interface Taking {

  /** In 1/10,000 of the item's unit; positive. */
  long units();

  /** The same source, another number of units. */
  Taking withUnits(long units);

  /** Whether {@code other} came from the same source. */
  default boolean isFromSourceOf(Taking other) {
    return withUnits(1).equals(other.withUnits(1));
  }

  /** Drawn from a package's quota. */
  record FromQuota(long quotaNo, long units) implements Taking {

    @Override
    public Taking withUnits(long newUnits) {
      return new FromQuota(quotaNo, newUnits);
    }
  }

  /** Not covered, and charged. */
  record OnDemand(long units) implements Taking {

    @Override
    public Taking withUnits(long newUnits) {
      return new OnDemand(newUnits);
    }
  }

  /** Not covered by a stop-before-excess package, and never charged. */
  record Overage(long units) implements Taking {

    @Override
    public Taking withUnits(long newUnits) {
      return new Overage(newUnits);
    }
  }
}
