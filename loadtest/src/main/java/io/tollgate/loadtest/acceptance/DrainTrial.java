package io.tollgate.loadtest.acceptance;

import io.tollgate.loadtest.Options;
import io.tollgate.loadtest.fleet.Fleet;
import io.tollgate.loadtest.fleet.Member;
import io.tollgate.loadtest.fleet.UsageSource;
import io.tollgate.loadtest.isv.Behaviour;
import io.tollgate.loadtest.platform.GatewayFailure;
import io.tollgate.loadtest.platform.Playground;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A gateway is asked to stop while pushes and calls to an ISV are under way. What it stored it has
 * answered, what it answered it has stored, it ends by itself in time and well, and the calls it owed
 * arrive, by it or by the next.
 */
public final class DrainTrial implements Trial {

  public static final String USAGE = """
      drain  SIGTERM under load: what was accepted is answered, calls are finished or handed on
      """ + Playground.Settings.USAGE.formatted("drain") + """
        --seeds=N               stops, each at another moment (default 5)
        --first-seed=N          (default 1)
        --workers=N             pushing at once (default 8)
        --records=N             records a push (default 20)
      """;

  private static final Duration AGE = Duration.ofHours(2);
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(30);
  private static final Duration CALLS_ARRIVE_WITHIN = Duration.ofSeconds(30);
  private static final Duration SLOW_ANSWER = Duration.ofMillis(1_500);
  private static final int PUSHING = 4;
  private static final int FROZEN = 8;
  private static final int WARM_UP_MILLIS = 300;
  private static final int STOP_WITHIN_MILLIS = 1_500;
  private static final long POLL_MILLIS = 50;

  private final int firstSeed;
  private final int seeds;
  private final int workers;
  private final int records;

  DrainTrial(int firstSeed, int seeds, int workers, int records) {
    this.firstSeed = firstSeed;
    this.seeds = seeds;
    this.workers = workers;
    this.records = records;
  }

  public static int run(Options options, PrintStream out, PrintStream problems) {
    var settings = Playground.Settings.of(options, "drain");
    var trial = new DrainTrial(
        options.number("first-seed", 1, 0, Integer.MAX_VALUE),
        options.number("seeds", 5, 1, 100_000),
        options.number("workers", 8, 1, 256),
        options.number("records", 20, 1, 1_000));
    options.rejectUnknown();
    return Trial.perform(settings, trial, out, problems);
  }

  @Override
  public void run(Playground playground, PrintStream out) throws IOException, InterruptedException {
    out.printf(
        "%5s  %12s %10s %12s %8s  %s%n",
        "seed", "acknowledged", "not taken", "unanswered", "calls", "stopped in");
    for (var seed = firstSeed; seed < firstSeed + seeds; seed++) {
      stop(playground, seed, out);
    }
    Books.requireInOrder(playground);
    out.printf(
        "%d stops under load: exit 0, nothing stored without an answer or answered without being"
            + " stored, every call arrived%n",
        seeds);
  }

  private void stop(Playground playground, int seed, PrintStream out)
      throws IOException, InterruptedException {
    var random = new Random(seed);
    try (var fleet = Fleet.prepare(
        playground.operator(),
        playground.http(),
        playground.gateway().address(),
        "drain-" + seed,
        new Fleet.Size(PUSHING + FROZEN, "90000000"))) {
      var now = BusinessTime.advance(playground.operator(), AGE);
      var pushing = fleet.members().subList(0, PUSHING);
      var frozen = fleet.members().subList(PUSHING, PUSHING + FROZEN);
      var load = new Load(fleet, new UsageSource(pushing, now, true));
      load.start();
      Thread.sleep(WARM_UP_MILLIS + random.nextInt(STOP_WITHIN_MILLIS));
      fleet.production().behave(Behaviour.prompt().delayed(SLOW_ANSWER));
      owe(playground, frozen);
      Thread.sleep(random.nextInt(STOP_WITHIN_MILLIS));

      var begun = System.nanoTime();
      var exitCode = playground.gateway().terminate(STOPS_WITHIN);
      var took = Duration.ofNanos(System.nanoTime() - begun);
      load.finish();
      if (exitCode != 0) {
        throw new GatewayFailure(
            "seed %d: the gateway ended with %d (expected: 0)".formatted(seed, exitCode));
      }

      fleet.production().behave(Behaviour.prompt());
      playground.restart();
      var audit = load.ledger.audit(playground.operator(), pushing);
      awaitCalls(playground, frozen);
      out.printf(
          "%5d  %,12d %,10d %,12d %8d  %.1f s%n",
          seed,
          audit.acknowledged(),
          load.notTaken.get(),
          load.unanswered.get(),
          FROZEN,
          took.toMillis() / 1e3);
      audit.requireExactlyOnce();
    }
  }

  private static void owe(Playground playground, List<Member> members) throws IOException {
    for (var member : members) {
      var reply = playground.operator().violate(member.instanceId(), "trial");
      if (reply.status() / 100 != 2) {
        throw new GatewayFailure("freezing: answered " + reply.inShort());
      }
    }
  }

  private static void awaitCalls(Playground playground, List<Member> members)
      throws IOException, InterruptedException {
    var deadline = System.nanoTime() + CALLS_ARRIVE_WITHIN.toNanos();
    for (var member : members) {
      while (isOwed(playground, member)) {
        if (System.nanoTime() > deadline) {
          throw new GatewayFailure("a call for " + member.instanceId() + " is still owed "
              + CALLS_ARRIVE_WITHIN.toSeconds() + " s after the restart");
        }
        Thread.sleep(POLL_MILLIS);
      }
    }
  }

  private static boolean isOwed(Playground playground, Member member) throws IOException {
    var deliveries = playground.operator().deliveries(member.instanceId());
    for (var delivery : deliveries.json().path("items")) {
      if (!delivery.path("state").asString().equals("DELIVERED")) {
        return true;
      }
    }
    return deliveries.status() != 200;
  }

  /** Workers that push until one of their pushes is not taken; nothing is sent again. */
  private final class Load {

    private final Fleet fleet;
    private final UsageSource source;
    private final Ledger ledger = new Ledger();
    private final AtomicLong notTaken = new AtomicLong();
    private final AtomicLong unanswered = new AtomicLong();
    private final ExecutorService pool =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory());

    Load(Fleet fleet, UsageSource source) {
      this.fleet = fleet;
      this.source = source;
    }

    void start() {
      for (var worker = 0; worker < workers; worker++) {
        pool.execute(this::work);
      }
    }

    private void work() {
      while (true) {
        var batch = source.next(records, "0.5");
        try {
          var reply = fleet.isv().push(batch);
          if (!reply.text("error_code").equals("MKT.0000")) {
            notTaken.incrementAndGet();
            return;
          }
          ledger.acknowledge(batch);
        } catch (IOException closed) {
          unanswered.incrementAndGet();
          return;
        }
      }
    }

    void finish() throws InterruptedException {
      pool.shutdown();
      if (!pool.awaitTermination(1, TimeUnit.MINUTES)) {
        throw new GatewayFailure("a push neither succeeded nor failed after the gateway's end");
      }
    }
  }
}
