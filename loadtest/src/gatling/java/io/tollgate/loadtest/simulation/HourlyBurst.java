package io.tollgate.loadtest.simulation;

import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.core.CoreDsl.stressPeakUsers;

import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/** All of an hour's pushes in its first minutes: few, then all at once, then few, as in life. */
public final class HourlyBurst extends Simulation {

  private final LoadSettings settings = LoadSettings.read(10, 100, Duration.ofMinutes(1), 250);
  private final Traffic traffic = new Traffic(settings);

  public HourlyBurst() {
    setUp(scenario("burst")
            .exec(traffic.push())
            .injectOpen(stressPeakUsers(settings.pushes()).during(settings.duration())))
        .protocols(traffic.protocol())
        .assertions(traffic.assertions());
  }

  @Override
  public void before() {
    traffic.prepare(false);
  }

  @Override
  public void after() {
    traffic.end();
  }
}
