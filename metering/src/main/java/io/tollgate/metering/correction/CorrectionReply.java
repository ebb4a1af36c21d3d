package io.tollgate.metering.correction;

import io.tollgate.rules.quantity.Quantity;

/** What came of a correction. Where several apply, the first in this order is given. */
public sealed interface CorrectionReply {

  /** There is no such record, or it is too old to be known by its number. */
  record UnknownRecord() implements CorrectionReply {}

  /**
   * The record was corrected before, and the request does not name the correction in force.
   *
   * @param correctionNo the one in force
   * @param quantity what it corrected the record to
   */
  record AlreadyCorrected(long correctionNo, Quantity quantity) implements CorrectionReply {}

  /** The request replaces a correction, and the record was never corrected. */
  record NothingToReplace() implements CorrectionReply {}

  /** The named package does not cover the greater quantity, and the product rejects the rest. */
  record NotCovered(Quantity requested, Quantity available) implements CorrectionReply {}

  /** Done, or what it would do. */
  record Corrected(CorrectionEffect effect) implements CorrectionReply {}
}
