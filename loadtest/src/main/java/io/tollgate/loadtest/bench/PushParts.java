package io.tollgate.loadtest.bench;

import io.tollgate.loadtest.http.Reply;
import io.tollgate.loadtest.platform.GatewayFailure;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Pushes through real HTTP, each size beside what bounds it. A round measures every ceiling and then
 * the product, so that whatever changes on the machine changes for all of them.
 */
final class PushParts {

  static final int LARGE = 1_000;
  private static final int MEDIUM = 100;

  /** So that what waits in the gateway is some thousand records, whatever a push holds. */
  private static final int CONNECTIONS_FOR_LARGE = 8;

  private static final int CONNECTIONS_FOR_SMALL = 64;
  private static final double STEADY_SHARE = 0.7;
  private static final int MOST_REQUESTS = 400_000;

  /** More than any machine parses of them in a round's memory. */
  private static final int CEILING_RECORDS = 200_000;

  private static final Goal OF_BARE_INSERT = new Goal.AtLeast(0.5);
  private static final Goal RECORDS_PER_SECOND = new Goal.AtLeast(120_000);
  private static final Goal LARGE_P99_MILLIS = new Goal.AtMost(50);
  private static final Goal OF_PROVE_AND_PARSE = new Goal.AtLeast(0.3);
  private static final Goal REQUESTS_PER_SECOND = new Goal.AtLeast(12_000);
  private static final Goal SINGLE_P99_MILLIS = new Goal.AtMost(15);

  private final Rig rig;
  private final Report report;
  private final Requests requests;

  PushParts(Rig rig) {
    this.rig = rig;
    this.report = rig.report();
    this.requests = rig.requests();
  }

  static int connectionsFor(int recordsEach) {
    return recordsEach >= MEDIUM ? CONNECTIONS_FOR_LARGE : CONNECTIONS_FOR_SMALL;
  }

  /** Lets the gateway's compiler see what will be measured. */
  void warmUp() throws IOException, InterruptedException {
    for (var recordsEach : List.of(LARGE, 1)) {
      try (var driver = new Driver(rig.gateway(), connectionsFor(recordsEach))) {
        var until = System.nanoTime() + rig.size().warmUpSeconds() * 500_000_000L;
        var count = 100;
        while (System.nanoTime() < until) {
          var run = driver.flatOut(requests.pushes(rig.source(), count, recordsEach), Rig.SUCCESS);
          var all = Requests.repeated(requests.ceilings(rig.source(), 10, recordsEach), count / 4);
          driver.flatOut(all, Rig.SUCCESS);
          count = requestsIn(run.perSecond(), 1);
        }
      }
    }
  }

  /** Returns how many such pushes a second the gateway takes. */
  double thousand() throws IOException, InterruptedException {
    var insert = new BareInsert(new StoreAccess(rig.playground().home()));
    var instances = rig.fleet().members().size();
    var bare = new ArrayList<Double>();
    var script = new ArrayList<Double>();
    var parse = new ArrayList<Double>();
    var pushes = new ArrayList<Double>();
    try (var driver = new Driver(rig.gateway(), CONNECTIONS_FOR_LARGE)) {
      var perSecond = estimate(driver, LARGE);
      for (var round = 0; round < rig.size().rounds(); round++) {
        bare.add(rig.watched("bare insert", () -> bareInsert(insert, instances)));
        script.add(rig.watched("reservation script", () -> reservations(LARGE, instances)));
        parse.add(ceiling(driver, LARGE) * LARGE);
        perSecond = flatOut(driver, LARGE, perSecond);
        pushes.add(perSecond * LARGE);
      }
      var bareInsert = report.median("ceiling: bare insert, records", "/s", bare, Goal.more());
      var reserve =
          report.median("ceiling: reservation script, records", "/s", script, Goal.more());
      var proveAndParse =
          report.median("ceiling: prove and parse 1,000, records", "/s", parse, Goal.more());
      var reached =
          report.median("push of 1,000, durable records", "/s", pushes, RECORDS_PER_SECOND);
      report.ratio("push of 1,000 / bare insert", reached, bareInsert, OF_BARE_INSERT);
      report.ratio("push of 1,000 / reservation script", reached, reserve, Goal.more());
      report.ratio("push of 1,000 / prove and parse", reached, proveAndParse, Goal.more());
      steady(driver, LARGE, reached / LARGE, LARGE_P99_MILLIS);
      return reached / LARGE;
    }
  }

  /** Returns how many such pushes a second the gateway takes. */
  double hundred() throws IOException, InterruptedException {
    var pushes = new ArrayList<Double>();
    try (var driver = new Driver(rig.gateway(), CONNECTIONS_FOR_LARGE)) {
      var perSecond = estimate(driver, MEDIUM);
      for (var round = 0; round < rig.size().rounds(); round++) {
        perSecond = flatOut(driver, MEDIUM, perSecond);
        pushes.add(perSecond * MEDIUM);
      }
      var reached = report.median("push of 100, durable records", "/s", pushes, Goal.more());
      steady(driver, MEDIUM, reached / MEDIUM, Goal.less());
      return reached / MEDIUM;
    }
  }

  /** Returns how many such pushes a second the gateway takes. */
  double one() throws IOException, InterruptedException {
    var parse = new ArrayList<Double>();
    var script = new ArrayList<Double>();
    var pushes = new ArrayList<Double>();
    try (var driver = new Driver(rig.gateway(), CONNECTIONS_FOR_SMALL)) {
      var perSecond = estimate(driver, 1);
      for (var round = 0; round < rig.size().rounds(); round++) {
        script.add(rig.watched(
            "reservation script, 1", () -> reservations(1, rig.fleet().members().size())));
        parse.add(ceiling(driver, 1));
        perSecond = flatOut(driver, 1, perSecond);
        pushes.add(perSecond);
      }
      var reserve =
          report.median("ceiling: reservation script, calls of 1", "/s", script, Goal.more());
      var proveAndParse =
          report.median("ceiling: prove and parse 1, requests", "/s", parse, Goal.more());
      var reached = report.median("push of 1, durable requests", "/s", pushes, REQUESTS_PER_SECOND);
      report.ratio("push of 1 / prove and parse", reached, proveAndParse, OF_PROVE_AND_PARSE);
      report.ratio("push of 1 / reservation script", reached, reserve, Goal.more());
      steady(driver, 1, reached, SINGLE_P99_MILLIS);
      return reached;
    }
  }

  /** The better of two sizes of statement: what the product's batches may grow to. */
  private static double bareInsert(BareInsert insert, int instances)
      throws IOException, InterruptedException {
    return Math.max(
        insert.perSecond(CEILING_RECORDS, LARGE, instances),
        insert.perSecond(CEILING_RECORDS, 4 * LARGE, instances));
  }

  /** Records a second that the gateway's own script reserves for; the gateway measures it. */
  private double reservations(int recordsEach, int slots) throws IOException {
    var pushes = recordsEach == 1 ? CEILING_RECORDS / 4 : CEILING_RECORDS / recordsEach;
    var target = rig.gateway()
        .resolve(
            "/bench/reserve?pushes=%d&records=%d&slots=%d".formatted(pushes, recordsEach, slots));
    var reply = measuredThere(target);
    return pushes * (double) recordsEach / reply.json().path("seconds").asDouble();
  }

  private Reply measuredThere(URI target) throws IOException {
    var reply = rig.playground().http().send("POST", target, Map.of(), new byte[0]);
    if (reply.status() != 200) {
      throw new GatewayFailure(target + " was answered " + reply.inShort());
    }
    return reply;
  }

  /** Nobody remembers these requests, so a few of them do. */
  private double ceiling(Driver driver, int recordsEach) throws IOException, InterruptedException {
    var few = requests.ceilings(rig.source(), recordsEach == 1 ? 1_000 : 50, recordsEach);
    var tried = driver.flatOut(Requests.repeated(few, 2 * few.size()), Rig.SUCCESS);
    var all = Requests.repeated(few, requestsIn(tried.perSecond(), rig.size().seconds()));
    var run = rig.watched(
        "prove and parse %,d".formatted(recordsEach), () -> driver.flatOut(all, Rig.SUCCESS));
    report.others(run);
    return run.perSecond();
  }

  private double estimate(Driver driver, int recordsEach) throws IOException, InterruptedException {
    var count = recordsEach == 1 ? 4_000 : 100;
    return driver
        .flatOut(requests.pushes(rig.source(), count, recordsEach), Rig.SUCCESS)
        .perSecond();
  }

  private double flatOut(Driver driver, int recordsEach, double perSecond)
      throws IOException, InterruptedException {
    var all =
        requests.pushes(rig.source(), requestsIn(perSecond, rig.size().seconds()), recordsEach);
    var run =
        rig.watched("push of %,d".formatted(recordsEach), () -> driver.flatOut(all, Rig.SUCCESS));
    report.others(run);
    return run.perSecond();
  }

  private void steady(Driver driver, int recordsEach, double peakPerSecond, Goal p99)
      throws IOException, InterruptedException {
    var schedule = Schedule.steady(peakPerSecond * STEADY_SHARE, rig.size().steadySeconds());
    var all = requests.pushes(rig.source(), schedule.requests(), recordsEach);
    var name = "push of %,d at 70 %% of peak".formatted(recordsEach);
    var run = rig.watched(name, () -> driver.open(all, Rig.SUCCESS, schedule));
    report.latencies(name, run.latencies(), p99);
    report.others(run);
  }

  static int requestsIn(double perSecond, int seconds) {
    return Math.clamp((long) (perSecond * seconds), 10, MOST_REQUESTS);
  }
}
