package io.tollgate.loadtest.isv;

import io.tollgate.loadtest.Options;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs a simulated ISV on its own, and prints each call that arrives. */
public final class IsvCommand {

  public static final String USAGE = """
      isv    a simulated ISV: a production server that verifies and prints every call
        --port=N                (default 8800); the production address is http://127.0.0.1:N/produce
        --basic-key=TEXT        the access key of the basic interfaces
        --kit-key=TEXT          that of the kit interfaces (default the same)
        --delay=MILLISECONDS    before each answer (default 0)
        --fail-percent=N        share of calls answered with 000005 (default 0)
        --pending-polls=N       create asynchronously, done after so many queries (default 0)
      """;

  private static final Duration POLL = Duration.ofHours(1);

  private IsvCommand() {}

  /** Serves until it is interrupted. */
  public static int run(Options options, PrintStream out, PrintStream problems) {
    var port = options.number("port", 8800, 0, 65_535);
    var basicKey = options.text("basic-key", "");
    var kitKey = options.text("kit-key", basicKey);
    var behaviour = new Behaviour(
        Duration.ofMillis(options.number("delay", 0, 0, 3_600_000)),
        options.number("fail-percent", 0, 0, 100) / 100.0,
        Behaviour.Failure.RESULT_CODE,
        options.number("pending-polls", 0, 0, 1_000));
    options.rejectUnknown();
    if (basicKey.isEmpty()) {
      problems.println("--basic-key=… (expected: the secret of the ISV's BASIC key)");
      return 2;
    }
    try (var server = ProductionServer.start(
        port, new ProductionKeys(basicKey, kitKey), InstantSource.system())) {
      server.behave(behaviour);
      out.println("Production address " + server.address() + ", Ctrl-C stops it.");
      printForEver(server, out);
      return 0;
    } catch (IOException e) {
      problems.println("The server could not be started on port " + port + ": " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private static void printForEver(ProductionServer server, PrintStream out)
      throws InterruptedException {
    var printed = new AtomicInteger();
    while (true) {
      var seen = new AtomicInteger();
      var next = server.calls().await(call -> seen.getAndIncrement() >= printed.get(), POLL);
      next.ifPresent(call -> {
        printed.incrementAndGet();
        out.printf(
            "%s  %-6s %-22s proof %-10s -> %s  %s%n",
            call.arrivedAt(),
            call.generation(),
            call.activity(),
            call.proof(),
            call.resultCode(),
            call.members());
      });
    }
  }
}
