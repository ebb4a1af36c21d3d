package io.tollgate.loadtest.demo;

import io.tollgate.loadtest.Options;
import io.tollgate.loadtest.platform.GatewayFailure;
import io.tollgate.loadtest.platform.Playground;
import java.io.IOException;
import java.io.PrintStream;

/** Starts a gateway and plays the story: from the first ISV to the month's statement. */
public final class Demo {

  public static final String USAGE = """
      demo   plays the story against a gateway that it starts
      """ + Playground.Settings.USAGE.formatted("demo") + """
        --exit                  stop the gateway after the story
      """;

  private final PrintStream out;

  private Demo(PrintStream out) {
    this.out = out;
  }

  /** Returns the exit code: 0 when every step went as told, 1 else. */
  public static int run(Options options, PrintStream out, PrintStream problems) {
    var settings = Playground.Settings.of(options, "demo");
    var exit = options.flag("exit");
    options.rejectUnknown();
    try {
      new Demo(out).play(settings, exit);
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

  /** The ISV's server lives as long as the gateway, so that what is tried by hand finds it. */
  private void play(Playground.Settings settings, boolean exit)
      throws IOException, InterruptedException {
    var started = System.nanoTime();
    out.printf("Starting the gateway with PostgreSQL and Redis in %s …%n", settings.home());
    try (var playground = Playground.open(settings)) {
      var address = playground.gateway().address();
      out.printf("Ready in %.1f s at %s%n", playground.readyIn().toMillis() / 1e3, address);

      var opening = new Opening(playground.operator(), playground.billing(), new Narrator(out));
      try (var stage = opening.play(playground.http(), address)) {
        var beginning = stage.now();
        new PackageChapter(stage).play();
        new ArrearsChapter(stage).play();
        new MonthEndChapter(stage, beginning).play();
        out.printf("%nThe story took %.1f s.%n", (System.nanoTime() - started) / 1e9);
        if (!exit) {
          stayOpen(playground);
        }
      }
    }
  }

  private void stayOpen(Playground playground) throws InterruptedException {
    out.printf("""

        Console and API   %1$s
        API documents     %1$s/swagger-ui.html
        Operator token    %2$s/tokens/operator
        Log               %2$s/gateway.log
        Ctrl-C stops it.
        """, playground.gateway().address(), playground.home());
    playground.gateway().awaitEnd();
  }
}
