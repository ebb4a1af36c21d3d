package io.tollgate.loadtest.simulation;

import java.time.Duration;

/** The mix for half an hour, to be run at 70 % of the highest load: nothing may drift. */
public final class Soak extends LoadSimulation {

  private static final LoadSettings SETTINGS =
      LoadSettings.read(20, 100, Duration.ofMinutes(30), 50);

  public Soak() {
    super(SETTINGS, Traffic::mix, steadily(SETTINGS));
  }
}
