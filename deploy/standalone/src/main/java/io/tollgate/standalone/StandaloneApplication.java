package io.tollgate.standalone;

import io.tollgate.gateway.GatewayApplication;
import org.springframework.boot.SpringApplication;

/** Starts the gateway after all it needs, and stops it before. */
public final class StandaloneApplication {

  private StandaloneApplication() {}

  public static void main(String[] arguments) {
    var surroundings = new Surroundings();
    SpringApplication.getShutdownHandlers().add(surroundings::close);
    var application = new SpringApplication(GatewayApplication.class);
    application.addListeners(surroundings, new ReadyMessage());
    application.run(arguments);
    // Handlers run in the order they were added: the stores are down when the JVM ends with 0.
    GatewayApplication.exitCleanlyWhenStopped();
  }
}
