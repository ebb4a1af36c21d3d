package io.tollgate.rules.quota;

/** What comes of asking for a correction. */
public sealed interface CorrectionOutcome {

  /** It is possible, and this is what it does. */
  record Corrected(Correction correction) implements CorrectionOutcome {}

  /**
   * The named package does not cover the greater quantity and the product rejects what is over
   * quota: nothing changes.
   *
   * @param requestedUnits how many units more were asked for
   * @param availableUnits how many of them the package has
   */
  record Refused(long requestedUnits, long availableUnits) implements CorrectionOutcome {}
}
