package io.tollgate.rules.collection;

/** What an aggregate on the feed stands for (contract 4). */
public enum AggregateKind {

  /** The first of its instance and cycle. */
  USAGE,

  /** Records of a cycle that arrived after it had been collected. */
  LATE,

  /** A correction of collected usage, or the change of tier at a month's end. */
  ADJUSTMENT
}
