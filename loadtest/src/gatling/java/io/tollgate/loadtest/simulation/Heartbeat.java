package io.tollgate.loadtest.simulation;

import java.time.Duration;

/** Licence heartbeats at a steady rate: small, signed requests. */
public final class Heartbeat extends LoadSimulation {

  private static final LoadSettings SETTINGS = LoadSettings.read(1, 200, Duration.ofMinutes(1), 15);

  public Heartbeat() {
    super(SETTINGS, Traffic::heartbeat, steadily(SETTINGS));
  }
}
