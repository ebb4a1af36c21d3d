package io.tollgate.loadtest.acceptance;

import io.tollgate.loadtest.Options;
import io.tollgate.loadtest.fleet.Fleet;
import io.tollgate.loadtest.fleet.UsageSource;
import io.tollgate.loadtest.platform.GatewayFailure;
import io.tollgate.loadtest.platform.Playground;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Faults at random moments under constant load, from workers who send again what was not answered.
 * Afterwards everything acknowledged is stored once and drawn once. A seed gives the same moments
 * again, though not the same interleaving of processes.
 */
public final class CrashMatrix implements Trial {

  public static final String USAGE =
      """
      crash-matrix   faults under load: nothing acknowledged may be lost or doubled
      """ + Playground.Settings.USAGE.formatted("crash-matrix") + """
        --faults=A,B            of gateway, gateway-flush, flush, redis-old, redis, postgres,
                                cut, postgres-pause (default all)
        --seeds=N               runs of each fault (default 20)
        --first-seed=N          (default 1)
        --workers=N             pushing at once (default 8)
        --records=N             records a push (default 20)
      """;

  public static final String CRASH_USAGE = """
      crash  kill -9 of the gateway between commit and answer, with and without a loss of Redis
             (crash-matrix with --faults=gateway,gateway-flush --seeds=5)
      """;

  private static final String ALL_FAULTS =
      "gateway,gateway-flush,flush,redis-old,redis,postgres,cut,postgres-pause";
  private static final String HEADER = "%-15s %5s  %12s %8s %6s %6s  %14s  %14s  %s%n"
      .formatted(
          "fault",
          "seed",
          "acknowledged",
          "resent",
          "lost",
          "twice",
          "found again",
          "unanswered for",
          "took");

  /** Room for records; each seed closes the cycles of the seed before it. */
  private static final Duration AGE = Duration.ofHours(2);

  private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(90);
  private static final int MEMBERS = 4;
  private static final int WARM_UP_MILLIS = 300;
  private static final int STRIKE_WITHIN_MILLIS = 1_500;
  private static final Duration AFTERMATH = Duration.ofSeconds(1);

  private final List<Fault> faults;
  private final int firstSeed;
  private final int seeds;
  private final int workers;
  private final int records;

  CrashMatrix(List<Fault> faults, int firstSeed, int seeds, int workers, int records) {
    this.faults = faults;
    this.firstSeed = firstSeed;
    this.seeds = seeds;
    this.workers = workers;
    this.records = records;
  }

  public static int run(Options options, PrintStream out, PrintStream problems) {
    return run(options, ALL_FAULTS, 20, "crash-matrix", out, problems);
  }

  /** The two faults that the first issue asks about. */
  public static int runCrash(Options options, PrintStream out, PrintStream problems) {
    return run(options, "gateway,gateway-flush", 5, "crash", out, problems);
  }

  private static int run(
      Options options,
      String defaultFaults,
      int defaultSeeds,
      String command,
      PrintStream out,
      PrintStream problems) {
    var settings = Playground.Settings.of(options, command);
    var matrix = new CrashMatrix(
        Fault.named(options.text("faults", defaultFaults)),
        options.number("first-seed", 1, 0, Integer.MAX_VALUE),
        options.number("seeds", defaultSeeds, 1, 100_000),
        options.number("workers", 8, 1, 256),
        options.number("records", 20, 1, 1_000));
    options.rejectUnknown();
    out.print(HEADER);
    var waiting = matrix.only(Fault::isMostlyWaiting);
    var working = matrix.only(fault -> !fault.isMostlyWaiting());
    if (waiting.faults.isEmpty() || working.faults.isEmpty()) {
      return Trial.perform(settings, matrix, out, problems);
    }
    return runBeside(settings, working, waiting, out, problems);
  }

  /** Half a minute of a stopped database is time for others: a second gateway waits beside. */
  private static int runBeside(
      Playground.Settings settings,
      CrashMatrix working,
      CrashMatrix waiting,
      PrintStream out,
      PrintStream problems) {
    var beside = CompletableFuture.supplyAsync(() -> {
      try {
        return Trial.perform(settings.beside("-beside"), waiting, out, problems);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    var exitCode = Trial.perform(settings, working, out, problems);
    return Math.max(exitCode, beside.join());
  }

  private CrashMatrix only(Predicate<Fault> kept) {
    return new CrashMatrix(
        faults.stream().filter(kept).toList(), firstSeed, seeds, workers, records);
  }

  @Override
  public void run(Playground playground, PrintStream out) throws IOException, InterruptedException {
    for (var fault : faults) {
      for (var seed = firstSeed; seed < firstSeed + seeds; seed++) {
        strike(playground, fault, seed, out);
      }
    }
    Books.requireInOrder(playground);
    out.printf(
        "%d runs of %s: nothing lost, nothing twice, reconciliation without a difference, every"
            + " invariant holds, and a replay of the ledger gives the same bytes%n",
        faults.size() * seeds,
        faults.stream().map(Fault::inWords).collect(Collectors.joining(", ")));
  }

  private void strike(Playground playground, Fault fault, int seed, PrintStream out)
      throws IOException, InterruptedException {
    var begun = System.nanoTime();
    var random = new Random(seed);
    var name = fault.inWords() + "-" + seed;
    try (var fleet = Fleet.prepare(
        playground.operator(),
        playground.http(),
        playground.gateway().address(),
        name,
        new Fleet.Size(MEMBERS, "90000000"))) {
      var now = BusinessTime.advance(playground.operator(), AGE);
      var source = new UsageSource(fleet.members(), now, true);
      var ledger = new Ledger();
      try (var load = RetryingLoad.start(fleet, source, ledger, workers, records, GIVE_UP_AFTER)) {
        Thread.sleep(WARM_UP_MILLIS + random.nextInt(STRIKE_WITHIN_MILLIS));
        fault.strike(playground, new Stores(playground));
        Thread.sleep(AFTERMATH);
        load.finish();

        var audit = ledger.audit(playground.operator(), fleet.members());
        out.printf(
            "%-15s %5d  %,12d %,8d %6d %6d  %,14d  %12.1f s  %.1f s%n",
            fault.inWords(),
            seed,
            audit.acknowledged(),
            load.resent(),
            audit.missing() + audit.unexpected(),
            audit.twice(),
            load.foundCommitted(),
            load.longestUnanswered().toMillis() / 1e3,
            Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1e3);
        audit.requireExactlyOnce();
      }
    } catch (GatewayFailure e) {
      throw new GatewayFailure("%s, seed %d: %s".formatted(fault.inWords(), seed, e.getMessage()));
    }
  }
}
