package io.tollgate.loadtest.simulation;

import java.time.Duration;

/** Pushes, heartbeats and order queries as they come together. */
public final class Mixed extends LoadSimulation {

  private static final LoadSettings SETTINGS =
      LoadSettings.read(20, 100, Duration.ofMinutes(2), 50);

  public Mixed() {
    super(SETTINGS, Traffic::mix, steadily(SETTINGS));
  }
}
