package io.tollgate.loadtest.simulation;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/** Pushes, heartbeats and order queries as they come together: 80, 15 and 5 in a hundred. */
public final class Mixed extends Simulation {

  private final LoadSettings settings = LoadSettings.read(20, 100, Duration.ofMinutes(2), 50);
  private final Traffic traffic = new Traffic(settings);

  public Mixed() {
    setUp(scenario("mixed")
            .randomSwitch()
            .on(
                percent(80).then(traffic.push()),
                percent(15).then(traffic.heartbeat()),
                percent(5).then(traffic.orderQuery()))
            .injectOpen(
                rampUsersPerSec(1).to(settings.ratePerSecond()).during(settings.ramp()),
                constantUsersPerSec(settings.ratePerSecond()).during(settings.duration())))
        .protocols(traffic.protocol())
        .assertions(traffic.assertions());
  }

  @Override
  public void before() {
    traffic.prepare(true);
  }

  @Override
  public void after() {
    traffic.end();
  }
}
