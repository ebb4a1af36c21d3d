package io.tollgate.loadtest.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tollgate.loadtest.Options;
import io.tollgate.loadtest.acceptance.BusinessTime;
import io.tollgate.loadtest.acceptance.Trial;
import io.tollgate.loadtest.fleet.Fleet;
import io.tollgate.loadtest.fleet.UsageSource;
import io.tollgate.loadtest.isv.IsvClient;
import io.tollgate.loadtest.platform.Playground;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a gateway does a second on this machine, with the load beside it, and how near that is to
 * what the machine could: the ceilings are measured in the same run.
 */
public final class Bench implements Trial {

  public static final String USAGE = """
      bench   measures the gateway and the machine's ceilings, prints both and their ratios
      """ + Playground.Settings.USAGE.formatted("bench") + """
        --instances=N           (default 500)
        --rounds=N              of each measurement (default 3)
        --scale=PERCENT         how much is sent in each round (default 100)
        --out=FILE              the raw figures as JSON (default .tollgate/bench.json)
      """;

  private static final byte[] SUCCESS = "MKT.0000".getBytes(US_ASCII);

  /** How success ends in each of the tables: MKT.0000, 92020000. */
  private static final byte[] ANY_SUCCESS = "0000\"".getBytes(US_ASCII);

  private static final Duration REPORTABLE = Duration.ofHours(6);
  private static final int LARGE = 1_000;

  /** So that what waits in the gateway is some thousand records, whatever a push holds. */
  private static final int CONNECTIONS_FOR_LARGE = 8;

  private static final int CONNECTIONS_FOR_SMALL = 64;

  private static final double STEADY_SHARE = 0.7;

  private final int instances;
  private final int rounds;
  private final int scale;
  private final Path out;
  private final Report report = new Report();

  private Bench(Options options) {
    instances = options.number("instances", 500, 1, 100_000);
    rounds = options.number("rounds", 3, 1, 100);
    scale = options.number("scale", 100, 1, 10_000);
    out = options.path("out", ".tollgate/bench.json");
  }

  public static int run(Options options, PrintStream out, PrintStream problems) {
    var settings = Playground.Settings.of(options, "bench")
        .with(
            "--server.ssl.enabled=false",
            "--tollgate.bench=true",
            "--tollgate.rate-limit.requests-per-second=1000000",
            "--tollgate.rate-limit.burst=1000000");
    var bench = new Bench(options);
    options.rejectUnknown();
    return Trial.perform(settings, bench, out, problems);
  }

  @Override
  public void run(Playground playground, PrintStream printed)
      throws IOException, InterruptedException {
    var doubts = Machine.doubts();
    doubts.forEach(doubt -> printed.println("note: this machine was " + doubt));
    describe(playground, doubts);
    report.figure("ready, first start", "s", seconds(playground.readyIn()));
    playground.stop();
    report.figure("ready, warm start", "s", seconds(playground.restart()));
    try (var fleet = Fleet.prepare(
        playground.operator(),
        playground.http(),
        playground.gateway().address(),
        "bench",
        new Fleet.Size(instances, "1000000"))) {
      measure(playground, fleet, printed);
    }
    var pid = playground.gateway().pid();
    report.figure(
        "resident memory of the gateway, most", "MiB", Machine.residentMebibytes(pid, "VmHWM"));
    report.print(printed);
    report.write(out);
    printed.println("raw figures: " + out);
  }

  private void describe(Playground playground, List<String> doubts) {
    report.about("at", Instant.now().toString());
    report.about("processors", Integer.toString(Machine.processors()));
    report.about("load before", Double.toString(Machine.load()));
    report.about("doubts", String.join("; ", doubts));
    report.about(
        "gateway options", String.join(" ", playground.gateway().launch().jvmOptions()));
    report.about("commit", System.getenv().getOrDefault("TOLLGATE_COMMIT", ""));
  }

  private void measure(Playground playground, Fleet fleet, PrintStream printed)
      throws IOException, InterruptedException {
    var now = BusinessTime.advance(playground.operator(), REPORTABLE);
    var drawn = new UsageSource(fleet.members(), now, true);
    var gateway = playground.gateway().address();
    var requests = new Requests(fleet.isv(), gateway);
    printed.println("warming up ...");
    try (var driver = new Driver(gateway, CONNECTIONS_FOR_LARGE)) {
      driver.flatOut(requests.pushes(drawn, scaled(300), LARGE), SUCCESS);
    }
    try (var driver = new Driver(gateway, CONNECTIONS_FOR_SMALL)) {
      driver.flatOut(requests.pushes(drawn, scaled(20_000), 1), SUCCESS);
    }
    printed.println("measuring ...");
    try (var driver = new Driver(gateway, CONNECTIONS_FOR_LARGE)) {
      large(playground, driver, requests, drawn);
      var hundred = flatOut(driver, rounds, () -> requests.pushes(drawn, scaled(1_000), 100));
      report.median("push of 100, durable records", "/s", times(hundred, 100));
    }
    try (var driver = new Driver(gateway, CONNECTIONS_FOR_SMALL)) {
      single(driver, requests, drawn);
      mixed(driver, requests, drawn, fleet);
    }
  }

  private void large(Playground playground, Driver driver, Requests requests, UsageSource source)
      throws IOException, InterruptedException {
    var insert = new BareInsert(playground.home());
    var bare = new ArrayList<Double>();
    for (var round = 0; round < rounds; round++) {
      bare.add(Math.max(
          insert.perSecond(scaled(200) * LARGE, LARGE, instances),
          insert.perSecond(scaled(200) * LARGE, 4 * LARGE, instances)));
    }
    var ceiling = report.median("ceiling: bare insert, records", "/s", bare);
    var parse = flatOut(driver, rounds, () -> requests.ceilings(source, scaled(200), LARGE));
    report.median("ceiling: prove and parse 1,000, records", "/s", times(parse, LARGE));
    var pushes = flatOut(driver, rounds, () -> requests.pushes(source, scaled(200), LARGE));
    var reached = report.median("push of 1,000, durable records", "/s", times(pushes, LARGE));
    report.ratio("of the bare insert", reached, ceiling, 0.5);
    var rate = reached / LARGE * STEADY_SHARE;
    var steady = driver.atRate(
        requests.pushes(source, Math.max(1, (int) (rate * steadySeconds())), LARGE), SUCCESS, rate);
    report.latency("push of 1,000 at 70 % of that", steady);
  }

  private void single(Driver driver, Requests requests, UsageSource source)
      throws IOException, InterruptedException {
    var parse = flatOut(driver, rounds, () -> requests.ceilings(source, scaled(20_000), 1));
    var ceiling = report.median("ceiling: prove and parse 1, requests", "/s", times(parse, 1));
    var pushes = flatOut(driver, rounds, () -> requests.pushes(source, scaled(20_000), 1));
    var reached = report.median("push of 1, durable requests", "/s", times(pushes, 1));
    report.ratio("of prove and parse", reached, ceiling, 0.3);
    var rate = reached * STEADY_SHARE;
    var steady =
        driver.atRate(requests.pushes(source, (int) (rate * steadySeconds()), 1), SUCCESS, rate);
    report.latency("push of 1 at 70 % of that", steady);
  }

  /** Of ten requests: eight pushes of 10 records, one order query, one heartbeat. */
  private void mixed(Driver driver, Requests requests, UsageSource source, Fleet fleet)
      throws IOException, InterruptedException {
    var licence = fleet.issueLicences(1).getFirst();
    var heartbeat = "{\"license\":\"" + licence + "\"}";
    var order = IsvClient.ORDER_PATH + "?orderId=" + fleet.members().getFirst().orderId();
    var mix = new ArrayList<byte[]>();
    for (var i = 0; i < scaled(1_000); i++) {
      mix.addAll(requests.pushes(source, 8, 10));
      mix.add(requests.openApi("GET", order, ""));
      mix.add(requests.openApi("POST", IsvClient.HEARTBEAT_PATH, heartbeat));
    }
    var run = driver.flatOut(mix, ANY_SUCCESS);
    report.figure("mix with order queries and heartbeats", "requests/s", run.perSecond());
    report.others(run);
  }

  private interface Batch {
    List<byte[]> make();
  }

  private List<Run> flatOut(Driver driver, int rounds, Batch batch)
      throws IOException, InterruptedException {
    var runs = new ArrayList<Run>();
    for (var round = 0; round < rounds; round++) {
      var run = driver.flatOut(batch.make(), SUCCESS);
      report.others(run);
      runs.add(run);
    }
    return runs;
  }

  private static List<Double> times(List<Run> runs, int recordsEach) {
    return runs.stream().map(run -> run.perSecond() * recordsEach).toList();
  }

  private int scaled(int count) {
    return Math.max(2, count * scale / 100);
  }

  private int steadySeconds() {
    return Math.max(2, 10 * scale / 100);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }
}
