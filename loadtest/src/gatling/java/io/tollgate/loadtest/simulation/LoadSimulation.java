package io.tollgate.loadtest.simulation;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.OpenInjectionStep;
import io.gatling.javaapi.core.Simulation;
import java.util.function.Function;

/** What all simulations share: a fleet made before, requests that arrive at a rate, assertions. */
abstract class LoadSimulation extends Simulation {

  private final Traffic traffic;

  /**
   * @param requests what one arrival asks of the gateway
   * @param arrivals how they come
   */
  LoadSimulation(
      LoadSettings settings,
      Function<Traffic, ChainBuilder> requests,
      OpenInjectionStep... arrivals) {
    traffic = new Traffic(settings);
    setUp(scenario(getClass().getSimpleName()).exec(requests.apply(traffic)).injectOpen(arrivals))
        .protocols(traffic.protocol())
        .assertions(traffic.assertions());
  }

  /** More and more, up to the rate, which is then held. */
  static OpenInjectionStep[] steadily(LoadSettings settings) {
    return new OpenInjectionStep[] {
      rampUsersPerSec(1).to(settings.ratePerSecond()).during(settings.ramp()),
      constantUsersPerSec(settings.ratePerSecond()).during(settings.duration())
    };
  }

  @Override
  public void before() {
    traffic.prepare();
  }

  @Override
  public void after() {
    traffic.end();
  }
}
