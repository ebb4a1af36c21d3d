package io.tollgate.loadtest.simulation;

import java.time.Duration;

/** Pushes at a steady rate. */
public final class UsagePush extends LoadSimulation {

  private static final LoadSettings SETTINGS =
      LoadSettings.read(100, 50, Duration.ofMinutes(1), 50);

  public UsagePush() {
    super(SETTINGS, Traffic::push, steadily(SETTINGS));
  }
}
