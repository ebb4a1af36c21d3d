package io.tollgate.loadtest;

import io.tollgate.loadtest.acceptance.CrashMatrix;
import io.tollgate.loadtest.acceptance.DrainTrial;
import io.tollgate.loadtest.acceptance.DuplicateStorm;
import io.tollgate.loadtest.acceptance.FeedUnderFire;
import io.tollgate.loadtest.acceptance.FreezeLatency;
import io.tollgate.loadtest.acceptance.HangingIsv;
import io.tollgate.loadtest.acceptance.Refusals;
import io.tollgate.loadtest.acceptance.SoakTrial;
import io.tollgate.loadtest.bench.Bench;
import io.tollgate.loadtest.billing.BillingBench;
import io.tollgate.loadtest.chaos.ChaosTrial;
import io.tollgate.loadtest.demo.Demo;
import io.tollgate.loadtest.isv.IsvCommand;
import io.tollgate.loadtest.platform.RebuildCommand;
import io.tollgate.loadtest.puller.PullCommand;
import java.util.List;

/** The commands of the runnable jar. */
public final class Main {

  private static final String USAGE = """
      usage: java -jar loadtest.jar COMMAND [--name=value …]

      """
      + String.join(
          "\n",
          Demo.USAGE,
          IsvCommand.USAGE,
          PullCommand.USAGE,
          RebuildCommand.USAGE,
          Bench.USAGE,
          BillingBench.USAGE,
          DuplicateStorm.USAGE,
          SoakTrial.USAGE,
          FreezeLatency.USAGE,
          FeedUnderFire.USAGE,
          CrashMatrix.USAGE,
          DrainTrial.USAGE,
          ChaosTrial.USAGE,
          HangingIsv.USAGE,
          Refusals.USAGE);

  private static final int BAD_USAGE = 2;

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) {
    if (arguments.isEmpty() || arguments.getFirst().equals("help")) {
      System.out.print(USAGE);
      return 0;
    }
    try {
      var options =
          Options.parse(arguments.subList(1, arguments.size()), Main::environmentVariable);
      return perform(arguments.getFirst(), options);
    } catch (Options.BadOption e) {
      System.err.println(e.getMessage());
      return BAD_USAGE;
    }
  }

  private static int perform(String command, Options options) {
    return switch (command) {
      case "demo" -> Demo.run(options, System.out, System.err);
      case "isv" -> IsvCommand.run(options, System.out, System.err);
      case "refusals" -> Refusals.run(options, System.out, System.err);
      case "pull" -> PullCommand.run(options, System.out, System.err);
      case "bench" -> Bench.run(options, System.out, System.err);
      case "billing-bench" -> BillingBench.run(options, System.out, System.err);
      case "rebuild" -> RebuildCommand.run(options, System.out, System.err);
      case "soak" -> SoakTrial.run(options, System.out, System.err);
      case "storm" -> DuplicateStorm.run(options, System.out, System.err);
      case "freeze-latency" -> FreezeLatency.run(options, System.out, System.err);
      case "feed" -> FeedUnderFire.run(options, System.out, System.err);
      case "drain" -> DrainTrial.run(options, System.out, System.err);
      case "hanging-isv" -> HangingIsv.run(options, System.out, System.err);
      case "chaos" -> ChaosTrial.run(options, System.out, System.err);
      case "crash" -> CrashMatrix.runCrash(options, System.out, System.err);
      case "crash-matrix" -> CrashMatrix.run(options, System.out, System.err);
      default -> {
        System.err.println(command + " (no such command; see help)");
        yield BAD_USAGE;
      }
    };
  }

  private static String environmentVariable(String name) {
    var value = System.getenv(name);
    return value == null ? "" : value;
  }
}
