package io.tollgate.metering.clock;

import static java.time.temporal.ChronoUnit.MICROS;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;

/** Business time that runs with the system clock. */
record SystemBusinessClock(InstantSource system, ZoneId zone) implements BusinessClock {

  @Override
  public Instant now() {
    return system.instant().truncatedTo(MICROS);
  }
}
