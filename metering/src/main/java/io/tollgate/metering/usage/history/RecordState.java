package io.tollgate.metering.usage.history;

/** What became of a usage record. */
public enum RecordState {
  /** In the ledger, its cycle not yet collected. */
  ACCEPTED,
  /** In the ledger and in an aggregate; it never changes again. */
  COLLECTED,
  /** Not in the ledger; kept for 90 days. */
  REFUSED
}
