package io.tollgate.metering.quota;

import java.time.InstantSource;

class MemoryReservationsTests extends QuotaReservationsContract {

  private final MemoryReservations reservations = new MemoryReservations(InstantSource.system());

  @Override
  protected QuotaReservations reservations() {
    return reservations;
  }
}
