package io.tollgate.standalone;

import io.tollgate.gateway.GatewayApplication;
import java.util.List;
import org.springframework.boot.SpringApplication;

/** Starts the gateway after all it needs, and stops it before. */
public final class StandaloneApplication {

  private StandaloneApplication() {}

  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length > 0 && arguments[0].equals(StoresCommand.NAME)) {
      StoresCommand.run(List.of(arguments).subList(1, arguments.length));
      return;
    }
    var surroundings = new Surroundings();
    // For a start that fails half-way.
    SpringApplication.getShutdownHandlers().add(surroundings::close);
    var application = new SpringApplication(GatewayApplication.class);
    application.addListeners(surroundings, new ReadyMessage());
    application.run(arguments);
    // Handlers run in no order, so one does both: the stores are down when the JVM ends with 0.
    SpringApplication.getShutdownHandlers().add(() -> {
      surroundings.close();
      Runtime.getRuntime().halt(0);
    });
  }
}
