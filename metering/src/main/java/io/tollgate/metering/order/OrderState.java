package io.tollgate.metering.order;

/** Where an order stands. */
public enum OrderState {
  PROVISIONING,
  ACTIVE,
  FAILED,
  REFUNDED,
  CLOSED
}
