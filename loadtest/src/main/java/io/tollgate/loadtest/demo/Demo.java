package io.tollgate.loadtest.demo;

import io.tollgate.loadtest.Options;
import io.tollgate.loadtest.http.Http;
import io.tollgate.loadtest.platform.BillingFace;
import io.tollgate.loadtest.platform.FreePorts;
import io.tollgate.loadtest.platform.GatewayFailure;
import io.tollgate.loadtest.platform.GatewayLaunch;
import io.tollgate.loadtest.platform.GatewayProcess;
import io.tollgate.loadtest.platform.OperatorFace;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;

/** Starts a gateway and plays the story: from the first ISV to the month's statement. */
public final class Demo {

  public static final String USAGE = DemoOptions.USAGE;

  /** A move of the clock answers only when all that fell due has run. */
  private static final Duration CALL_TIMEOUT = Duration.ofMinutes(2);

  private final DemoOptions options;
  private final PrintStream out;

  private Demo(DemoOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /** Returns the exit code: 0 when every step went as told, 1 else. */
  public static int run(Options options, PrintStream out, PrintStream problems) {
    try {
      new Demo(DemoOptions.of(options), out).play();
      return 0;
    } catch (StoryFailure | GatewayFailure | IOException e) {
      problems.println();
      problems.println("The demo stopped: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private void play() throws IOException, InterruptedException {
    var started = System.nanoTime();
    var home = DemoHome.fresh(options.home());
    try (var gateway = GatewayProcess.start(launch())) {
      var stopper = Thread.ofPlatform().unstarted(gateway::close);
      Runtime.getRuntime().addShutdownHook(stopper);
      home.occupiedBy(gateway.pid());
      out.printf("Starting the gateway with PostgreSQL and Redis in %s …%n", options.home());
      var readyIn = gateway.awaitReady(options.readyWithin());
      out.printf("Ready in %.1f s at %s%n", readyIn.toMillis() / 1e3, gateway.address());

      tell(gateway, started);
    }
  }

  private GatewayLaunch launch() throws IOException {
    return new GatewayLaunch(
        options.gatewayJar(),
        options.home(),
        options.port() > 0 ? options.port() : FreePorts.preferably(8443),
        options.managementPort() > 0 ? options.managementPort() : FreePorts.preferably(9443),
        options.jvmOptions(),
        GatewayLaunch.PLAYGROUND);
  }

  /** The ISV's server lives as long as the gateway, so that what is tried by hand finds it. */
  private void tell(GatewayProcess gateway, long started) throws IOException, InterruptedException {
    try (var http = Http.trusting(gateway.certificate(), CALL_TIMEOUT)) {
      var operator = new OperatorFace(http, gateway.address(), gateway.token("operator"));
      var billing = new BillingFace(http, gateway.address(), gateway.token("billing"));
      var opening = new Opening(operator, billing, new Narrator(out));
      try (var stage = opening.play(http, gateway.address())) {
        var beginning = stage.now();
        new PackageChapter(stage).play();
        new ArrearsChapter(stage).play();
        new MonthEndChapter(stage, beginning).play();
        out.printf("%nThe story took %.1f s.%n", (System.nanoTime() - started) / 1e9);
        if (!options.exit()) {
          stayOpen(gateway);
        }
      }
    }
  }

  private void stayOpen(GatewayProcess gateway) throws InterruptedException {
    out.printf("""

        Console and API   %s
        API documents     %s/swagger-ui.html
        Operator token    %s/tokens/operator
        Log               %s/gateway.log
        Ctrl-C stops it.
        """, gateway.address(), gateway.address(), options.home(), options.home());
    gateway.awaitEnd();
  }
}
