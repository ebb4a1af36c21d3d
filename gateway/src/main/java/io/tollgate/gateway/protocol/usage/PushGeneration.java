package io.tollgate.gateway.protocol.usage;

/** The two generations of the usage push, which differ in how a record names itself. */
public enum PushGeneration {
  /** {@code metering_sn} identifies the record; a missing one is that record's own fault. */
  NEW,
  /** {@code product_id} is mandatory and there is no {@code metering_sn}. */
  OLD
}
