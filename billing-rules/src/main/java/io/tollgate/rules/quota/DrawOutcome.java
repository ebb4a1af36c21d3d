package io.tollgate.rules.quota;

/** What becomes of a record that names a stop-before-excess package. */
public sealed interface DrawOutcome {

  /** It is taken, as planned. */
  record Drawn(DrawPlan plan) implements DrawOutcome {}

  /**
   * The package does not cover it and the product rejects what is over quota: nothing is drawn.
   *
   * @param availableUnits what the package could have given; less than {@code requestedUnits}
   */
  record Refused(long requestedUnits, long availableUnits) implements DrawOutcome {}
}
