package io.tollgate.metering.delivery;

/** Where a delivery stands. */
public enum DeliveryState {
  PENDING,
  DELIVERED,
  /** The last attempt failed; a person may restart it. */
  FAILED,
  /** Overtaken before it left. */
  DROPPED
}
