package io.tollgate.loadtest.chaos;

import io.tollgate.loadtest.Options;
import io.tollgate.loadtest.platform.GatewayFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Two gateways on the same stores, orders and state changes at random, and an ISV that fails three
 * calls in ten; with {@code --kills} either gateway is killed at random moments, too. A seed is first
 * played to one gateway whose ISV never fails, while the two still play the seed before. Then it must
 * come out the same.
 */
public final class ChaosTrial {

  public static final String USAGE = """
      chaos   two gateways, an ISV that fails 30 % at random, kills: as if nothing had happened
        --gateway-jar=FILE      the standalone jar (default deploy/standalone/target/tollgate.jar)
        --home=FOLDER           a folder of its own, started afresh (default .tollgate/chaos)
        --ready-within=SECONDS  how long a gateway may take to start (default 120)
        --seeds=N               runs (default 1)
        --first-seed=N          (default 1)
        --orders=N              of a run (default 2000)
        --changes=N             violations found and lifted in a run (default 10000)
        --kills=N               kill -9 of either gateway in a run (default 0)
      """;

  private static final int SHOWN_DIFFERENCES = 5;
  private static final double REPEATED = 1.3;

  /** A gateway that is killed within a minute is not worth the second compiler's work. */
  private static final String COMPILE_LIGHTLY = "-XX:TieredStopAtLevel=1";

  private final int firstSeed;
  private final int seeds;
  private final int orders;
  private final int changes;
  private final int kills;
  private final PrintStream out;

  private ChaosTrial(
      int firstSeed, int seeds, int orders, int changes, int kills, PrintStream out) {
    this.firstSeed = firstSeed;
    this.seeds = seeds;
    this.orders = orders;
    this.changes = changes;
    this.kills = kills;
    this.out = out;
  }

  public static int run(Options options, PrintStream out, PrintStream problems) {
    var jar = options.gatewayJar();
    var home = options.path("home", ".tollgate/chaos");
    var readyWithin = Duration.ofSeconds(options.number("ready-within", 120, 1, 3_600));
    var jvmOptions = new ArrayList<>(options.jvmOptions());
    var trial = new ChaosTrial(
        options.number("first-seed", 1, 0, Integer.MAX_VALUE),
        options.number("seeds", 1, 1, 100_000),
        options.number("orders", 2_000, 1, 100_000),
        options.number("changes", 10_000, 0, 1_000_000),
        options.number("kills", 0, 0, 1_000),
        out);
    options.rejectUnknown();
    if (trial.kills > 0) {
      jvmOptions.add(COMPILE_LIGHTLY);
    }
    try {
      empty(home);
      try (var calm = Cluster.start(
              new Cluster.Setup(jar, home.resolve("calm"), 1, readyWithin, jvmOptions));
          var stormy = Cluster.start(
              new Cluster.Setup(jar, home.resolve("stormy"), 2, readyWithin, jvmOptions))) {
        trial.run(calm, stormy);
      }
      return 0;
    } catch (GatewayFailure | IOException e) {
      problems.println("FAILED: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  /** Deletes what an earlier run of this trial left, and nothing else. */
  private static void empty(Path home) throws IOException {
    for (var ours : List.of(home.resolve("calm"), home.resolve("stormy"))) {
      if (Files.isDirectory(ours)) {
        try (var tree = Files.walk(ours)) {
          for (var path : tree.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(path);
          }
        }
      }
    }
  }

  private void run(Cluster calm, Cluster stormy) throws IOException, InterruptedException {
    out.printf(
        "%5s %7s %8s %8s %8s %8s %8s %6s %8s %7s%n",
        "seed", "orders", "changes", "entries", "owed", "arrived", "failed", "kills", "repeats",
        "took");
    var begun = System.nanoTime();
    try (var ahead = Executors.newSingleThreadExecutor(Thread.ofVirtual().factory())) {
      var calmly = ahead.submit(() -> play(firstSeed, calm));
      for (var seed = firstSeed; seed < firstSeed + seeds; seed++) {
        try {
          var expected = played(calmly);
          var next = seed + 1;
          if (next < firstSeed + seeds) {
            calmly = ahead.submit(() -> play(next, calm));
          }
          play(seed, expected, stormy);
        } catch (GatewayFailure e) {
          ahead.shutdownNow();
          throw new GatewayFailure("seed " + seed + ": " + e.getMessage());
        }
      }
    }
    out.printf(
        "%d seeds in %.0f s: every call arrived, in order, and all ended as in one process without"
            + " failures%n",
        seeds, (System.nanoTime() - begun) / 1e9);
  }

  private static Calm played(Future<Calm> calmly) throws InterruptedException {
    try {
      return calmly.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof GatewayFailure failure
          ? failure
          : new GatewayFailure("one process without failures: " + e.getCause());
    }
  }

  /** What a seed comes to in one process without failures. */
  private Calm play(int seed, Cluster calm) throws IOException, InterruptedException {
    var script = Script.of(seed, orders, changes);
    try (var market = Market.open(calm, "calm-" + seed, script.customers())) {
      var performance = new Performance(calm, market, script);
      var outcome = performance.play();
      CallOrder.require(performance, market.production().calls().all());
      return new Calm(outcome, market.production().calls().size());
    }
  }

  private void play(int seed, Calm expected, Cluster stormy)
      throws IOException, InterruptedException {
    var begun = System.nanoTime();
    var script = Script.of(seed, orders, changes);
    var moods = new Moods(seed);
    var repeatsBefore = stormy.repeats();
    try (var market = Market.open(stormy, "stormy-" + seed, script.customers())) {
      var performance = new Performance(stormy, market, script);
      var calls = market.production().calls();
      market.production().misbehave(moods);
      Outcome actual;
      var killer = Killer.start(stormy, calls, seed, kills, (int) (expected.calls * REPEATED));
      try {
        actual = performance.play();
      } finally {
        killer.stop();
      }
      var owed = CallOrder.require(performance, calls.all());
      out.printf(
          "%5d %,7d %,8d %,8d %,8d %,8d %,8d %6d %,8d %5.1f s%n",
          seed,
          orders,
          actual.changes(),
          actual.entries(),
          owed,
          calls.size(),
          moods.failures(),
          killer.struck(),
          stormy.repeats() - repeatsBefore,
          (System.nanoTime() - begun) / 1e9);
      requireSame(actual, expected.outcome);
    }
  }

  /** @param calls how many arrived */
  private record Calm(Outcome outcome, int calls) {}

  private static void requireSame(Outcome actual, Outcome expected) {
    var differences = actual.differencesTo(expected);
    if (!differences.isEmpty()) {
      throw new GatewayFailure("%d differences to one process without failures:%n%s"
          .formatted(
              differences.size(),
              String.join(
                  System.lineSeparator(),
                  differences.subList(0, Math.min(SHOWN_DIFFERENCES, differences.size())))));
    }
  }
}
