package io.tollgate.metering.collection;

/** What an aggregate is to its cycle. */
public enum AggregateKind {
  /** The first of its instance and cycle. */
  USAGE,
  /** Records that came after the cycle was collected. */
  LATE,
  /** A difference to what was published: a correction, or a volume price made final. */
  ADJUSTMENT
}
