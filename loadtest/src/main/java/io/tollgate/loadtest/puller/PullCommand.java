package io.tollgate.loadtest.puller;

import io.tollgate.loadtest.Options;
import io.tollgate.loadtest.platform.BillingFace;
import io.tollgate.loadtest.platform.GatewayAccess;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;

/** Pulls and proves the feed of aggregates from the command line. */
public final class PullCommand {

  public static final String USAGE = """
      pull   pulls the feed of aggregates, and proves it by the closings' chain
      """ + GatewayAccess.USAGE + """
        --into=FOLDER           aggregates.ndjson and cursor.json (default ./pulled)
        --page=N                items a page (default 500)
        --follow=SECONDS        go on for ever, with this pause
      """;

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

  private PullCommand() {}

  /** Returns the exit code: 0 when all that is closed is proven, 1 else. */
  public static int run(Options options, PrintStream out, PrintStream problems) {
    var access = GatewayAccess.of(options);
    var folder = options.path("into", "pulled");
    var pageSize = options.number("page", 500, 1, 1_000);
    var pause = Duration.ofSeconds(options.number("follow", 0, 0, 86_400));
    options.rejectUnknown();

    try (var http = access.http(CALL_TIMEOUT)) {
      var billing = new BillingFace(http, access.address(), access.token("billing"));
      var puller = new BillingPuller(billing, folder, pageSize);
      do {
        var state = puller.pull();
        out.printf(
            "%,d aggregates proven, up to sequence %d, chain at %s%n",
            state.aggregates(), state.lastSequence(), state.sha256().substring(0, 16));
        Thread.sleep(pause);
      } while (pause.isPositive());
      return 0;
    } catch (BillingPuller.ChainBroken | IOException e) {
      problems.println("The pull stopped: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }
}
