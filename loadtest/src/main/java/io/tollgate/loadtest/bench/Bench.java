package io.tollgate.loadtest.bench;

import io.tollgate.loadtest.Options;
import io.tollgate.loadtest.acceptance.BusinessTime;
import io.tollgate.loadtest.acceptance.Trial;
import io.tollgate.loadtest.fleet.Fleet;
import io.tollgate.loadtest.fleet.UsageSource;
import io.tollgate.loadtest.http.Json;
import io.tollgate.loadtest.platform.GatewayFailure;
import io.tollgate.loadtest.platform.Playground;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a gateway does a second on this machine, with the load beside it, and how near that is to
 * what the machine could: the ceilings are measured in the same run, in turns with what is held
 * against them. A part that fails says so in the table, and the others go on.
 */
public final class Bench implements Trial {

  public static final String USAGE = """
      bench   measures the gateway and the machine's ceilings, prints both and their ratios
      """ + Playground.Settings.USAGE.formatted("bench") + """
        --instances=N           pushed for in turn (default 500)
        --rounds=N              of each measurement (default 5)
        --seconds=N             about, of each round (default 2)
        --warm-up=SECONDS       of pushes before anything is measured (default 16)
        --freezes=N             packages emptied to time the FREEZE calls (default 100)
        --growth                in place of all that: the cost of a record when more is stored, with
                                more instances, with 2 nodes; takes most of an hour and 60 GB
        --growth-rows=N,N       rows stored (default 1000000,10000000,50000000)
        --growth-instances=N,N  instances pushed for in turn (default 1,100000,1000000)
        --out=FILE              the raw figures as JSON (default .tollgate/bench.json)
      """;

  private static final Duration REPORTABLE = Duration.ofHours(6);
  private static final Goal WARM_START_SECONDS = new Goal.AtMost(4);
  private static final Goal RESIDENT_MEBIBYTES = new Goal.AtMost(768);
  private static final double LARGE_NORMAL_MILLIS = 50;
  private static final double SINGLE_NORMAL_MILLIS = 15;

  private final int instances;
  private final int freezes;
  private final Rig.Size size;
  private final Path out;
  private final boolean isGrowth;
  private final Growth.Steps growth;
  private final Report report = new Report();

  private Bench(Options options) {
    instances = options.number("instances", 500, 1, 100_000);
    freezes = options.number("freezes", 100, 1, 10_000);
    size = new Rig.Size(
        options.number("rounds", 5, 1, 100),
        options.number("seconds", 2, 1, 60),
        options.number("warm-up", 16, 0, 600));
    out = options.path("out", ".tollgate/bench.json");
    isGrowth = options.flag("growth");
    growth = new Growth.Steps(
        numbers(options, "growth-rows", "1000000,10000000,50000000"),
        numbers(options, "growth-instances", "1,100000,1000000"));
  }

  private static List<Integer> numbers(Options options, String name, String otherwise) {
    var text = options.text(name, otherwise);
    if (!text.matches("[1-9][0-9]{0,7}(,[1-9][0-9]{0,7})*")) {
      throw new Options.BadOption(
          "--%s=%s (expected: numbers from 1 to 99999999, with commas)".formatted(name, text));
    }
    return Stream.of(text.split(",", -1)).map(Integer::valueOf).sorted().toList();
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
    var begun = System.nanoTime();
    describe(playground);
    start(playground);
    if (isGrowth) {
      grow(playground, printed);
    } else {
      perform(playground, printed);
    }
    report.about("seconds", "%.0f".formatted((System.nanoTime() - begun) / 1e9));
    report.print(printed);
    report.write(out);
    printed.println("raw figures: " + out);
    if (report.hasFailures()) {
      throw new GatewayFailure("some parts could not be measured; the table says which and why");
    }
  }

  private void grow(Playground playground, PrintStream printed)
      throws IOException, InterruptedException {
    try (var pushing = fleet(playground, "bench", instances, "1000000")) {
      var now = BusinessTime.advance(playground.operator(), REPORTABLE);
      var source = new UsageSource(pushing.members(), now, true);
      var rig = new Rig(playground, pushing, source, report, size);
      printed.println("warming up ...");
      new PushParts(rig).warmUp();
      new Growth(rig, growth, printed).measure();
    }
  }

  private void perform(Playground playground, PrintStream printed)
      throws IOException, InterruptedException {
    try (var pushing = fleet(playground, "bench", instances, "1000000");
        var frozen = fleet(playground, "freeze", freezes, FreezePart.PACKAGE_QUANTITY)) {
      var now = BusinessTime.advance(playground.operator(), REPORTABLE);
      var source = new UsageSource(pushing.members(), now, true);
      var rig = new Rig(playground, pushing, source, report, size);
      measure(rig, new UsageSource(frozen.members(), now, true), frozen, printed);
    }
  }

  private void describe(Playground playground) {
    Machine.doubts().forEach(report::doubt);
    report.about("at", Instant.now().toString());
    report.about("commit", System.getenv().getOrDefault("TOLLGATE_COMMIT", ""));
    report.about("machine", Machine.describe());
    var launch = playground.gateway().launch();
    var flags = Json.object();
    flags.put("instances", instances).put("freezes", freezes).put("rounds", size.rounds());
    flags.put("seconds", size.seconds()).put("warm-up", size.warmUpSeconds());
    var jvm = flags.putArray("gateway jvm");
    launch.jvmOptions().forEach(jvm::add);
    var arguments = flags.putArray("gateway");
    launch.arguments().forEach(arguments::add);
    report.about("flags", flags);
  }

  private void start(Playground playground) throws IOException, InterruptedException {
    report.section("start, with embedded stores");
    report.single("ready, first start", "s", seconds(playground.readyIn()), Goal.less());
    playground.stop();
    report.single("ready, warm start", "s", seconds(playground.restart()), WARM_START_SECONDS);
  }

  private static Fleet fleet(Playground playground, String name, int members, String quantity)
      throws IOException, InterruptedException {
    return Fleet.prepare(
        playground.operator(),
        playground.http(),
        playground.gateway().address(),
        name,
        new Fleet.Size(members, quantity));
  }

  private void measure(Rig rig, UsageSource emptying, Fleet frozen, PrintStream printed)
      throws IOException, InterruptedException {
    var pushes = new PushParts(rig);
    var peaks = new Peaks();
    printed.println("warming up ...");
    pushes.warmUp();
    printed.println("measuring ...");
    rig.attempt("pushes of 1,000", () -> peaks.thousand = pushes.thousand());
    rig.attempt("pushes of 100", () -> peaks.hundred = pushes.hundred());
    rig.attempt("pushes of 1", () -> peaks.one = pushes.one());
    rig.attempt("mix", () -> new MixedPart(rig).measure());
    rig.attempt(
        "freeze under load",
        () -> new FreezePart(rig, frozen, emptying, known(peaks.hundred)).measure());
    var overload = new OverloadPart(rig);
    rig.attempt(
        "overload, pushes of 1,000",
        () -> overload.measure(PushParts.LARGE, known(peaks.thousand), LARGE_NORMAL_MILLIS));
    rig.attempt(
        "overload, pushes of 1", () -> overload.measure(1, known(peaks.one), SINGLE_NORMAL_MILLIS));
    rig.attempt("memory", () -> memory(rig.playground()));
    rig.attempt("billing side", () -> new BillingPart(rig).measure());
  }

  /** Pushes a second; 0 where they could not be measured. */
  private static final class Peaks {
    private double thousand;
    private double hundred;
    private double one;
  }

  private static double known(double peak) throws IOException {
    if (peak <= 0) {
      throw new IOException("nothing to go by: its peak could not be measured");
    }
    return peak;
  }

  private void memory(Playground playground) throws IOException {
    report.single(
        "resident memory of the gateway, most so far",
        "MiB",
        Machine.residentMebibytes(playground.gateway().pid(), "VmHWM"),
        RESIDENT_MEBIBYTES);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }
}
