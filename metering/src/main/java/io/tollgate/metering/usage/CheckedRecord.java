package io.tollgate.metering.usage;

/** What the check says of a reported record. */
sealed interface CheckedRecord {

  /** Nothing speaks against it but, perhaps, an identity that is taken. */
  record Sound(UsageRecord record) implements CheckedRecord {}

  /** Refused, whatever the ledger holds. */
  record Faulty(RecordFault fault) implements CheckedRecord {}

  /**
   * Refused, unless the ledger knows it: a replay stays a success whatever has become of the
   * instance since, and a taken identity is the fault to name where it wins over this one.
   */
  record FaultyUnlessKnown(UsageRecord record, RecordFault fault) implements CheckedRecord {}
}
