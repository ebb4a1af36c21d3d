package io.tollgate.loadtest.simulation;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/** Pushes at a steady rate. */
public final class UsagePush extends Simulation {

  private final LoadSettings settings = LoadSettings.read(100, 50, Duration.ofMinutes(1), 50);
  private final Traffic traffic = new Traffic(settings);

  public UsagePush() {
    setUp(scenario("pushes")
            .exec(traffic.push())
            .injectOpen(
                rampUsersPerSec(1).to(settings.ratePerSecond()).during(settings.ramp()),
                constantUsersPerSec(settings.ratePerSecond()).during(settings.duration())))
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
