package io.tollgate.loadtest.simulation;

import static io.gatling.javaapi.core.CoreDsl.stressPeakUsers;

import java.time.Duration;

/** All of an hour's pushes in its first minutes: few, then all at once, then few, as in life. */
public final class HourlyBurst extends LoadSimulation {

  private static final LoadSettings SETTINGS =
      LoadSettings.read(10, 100, Duration.ofMinutes(1), 250);

  public HourlyBurst() {
    super(SETTINGS, Traffic::push, stressPeakUsers(SETTINGS.pushes()).during(SETTINGS.duration()));
  }
}
