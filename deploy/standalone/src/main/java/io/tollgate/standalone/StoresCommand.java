package io.tollgate.standalone;

import io.tollgate.embedded.EmbeddedStores;
import io.tollgate.embedded.StoresSettings;
import io.tollgate.embedded.StoresUnavailableException;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * PostgreSQL and Redis without a gateway, for several gateways beside each other. Says by which
 * arguments a gateway finds them, and runs until it is ended.
 */
final class StoresCommand {

  static final String NAME = "stores";

  private static final String HOME = "--tollgate.home=";

  private StoresCommand() {}

  static void run(List<String> arguments) throws InterruptedException {
    try {
      var stores = EmbeddedStores.start(StoresSettings.durable(home(arguments).folder()));
      stores.keepRunning();
      Runtime.getRuntime().addShutdownHook(new Thread(stores::close));
      System.out.println("--tollgate.stores=external");
      new TreeMap<>(Surroundings.addresses(stores))
          .forEach((name, value) -> System.out.println("--" + name + "=" + value));
      System.out.flush();
    } catch (StoresUnavailableException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
    new CountDownLatch(1).await();
  }

  private static Home home(List<String> arguments) {
    return Home.at(arguments.stream()
        .filter(argument -> argument.startsWith(HOME))
        .map(argument -> argument.substring(HOME.length()))
        .findFirst()
        .orElse(".tollgate"));
  }
}
