package io.tollgate.loadtest.simulation;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/** Licence heartbeats at a steady rate: small, signed requests. */
public final class Heartbeat extends Simulation {

  private final LoadSettings settings = LoadSettings.read(1, 200, Duration.ofMinutes(1), 15);
  private final Traffic traffic = new Traffic(settings);

  public Heartbeat() {
    setUp(scenario("heartbeats")
            .exec(traffic.heartbeat())
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
