package io.tollgate.metering.delivery;

/** Makes this node's worker look for due deliveries at once. */
@FunctionalInterface
public interface DeliveryWake {

  void wake();
}
