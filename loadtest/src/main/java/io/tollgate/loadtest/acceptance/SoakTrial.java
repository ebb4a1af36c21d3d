package io.tollgate.loadtest.acceptance;

import io.tollgate.loadtest.Options;
import io.tollgate.loadtest.fleet.Fleet;
import io.tollgate.loadtest.fleet.UsageSource;
import io.tollgate.loadtest.platform.GatewayFailure;
import io.tollgate.loadtest.platform.GatewayMemory;
import io.tollgate.loadtest.platform.Playground;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A steady load for long: memory has to stay flat, no buffer may leak, and answers may not become
 * slower. The first tenth of the time warms up and is not judged.
 */
public final class SoakTrial implements Trial {

  public static final String USAGE = """
      soak   a steady load: heap and direct memory flat, no leak, p99 steady
      """ + Playground.Settings.USAGE.formatted("soak") + """
        --minutes=N             (default 30)
        --pushes-per-second=N   (default 300; take 70 % of the highest that ./tollgate bench shows)
        --records=N             records a push, up to 1000 (default 20)
                                heap and direct memory are what is left after a full collection,
                                and may grow by 10 % or 16 MiB, whichever is more
      """;

  private static final Duration AGE = Duration.ofDays(20);
  private static final int MEMBERS = 40;
  private static final int IN_FLIGHT = 256;
  private static final int STRETCHES = 10;
  private static final double DRIFT = 1.10;

  /** Caches fill and queues breathe; a leak of a few bytes a push passes this within the time. */
  private static final double BREATH_MEBIBYTES = 16;

  private final Duration length;
  private final int pushesPerSecond;
  private final int records;
  private final AtomicLong pushed = new AtomicLong();
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

  SoakTrial(Duration length, int pushesPerSecond, int records) {
    this.length = length;
    this.pushesPerSecond = pushesPerSecond;
    this.records = records;
  }

  public static int run(Options options, PrintStream out, PrintStream problems) {
    var settings = Playground.Settings.of(options, "soak")
        .withJvmOption("-Dio.netty.leakDetection.level=paranoid")
        .withJvmOption(GatewayMemory.JVM_OPTION);
    var trial = new SoakTrial(
        Duration.ofMinutes(options.number("minutes", 30, 1, 10_000)),
        options.number("pushes-per-second", 300, 1, 100_000),
        options.number("records", 20, 1, 1_000));
    options.rejectUnknown();
    return Trial.perform(settings, trial, out, problems);
  }

  /** One tenth of the time. */
  private record Stretch(Percentiles millis, GatewayMemory memory) {}

  @Override
  public void run(Playground playground, PrintStream out) throws IOException, InterruptedException {
    var size = new Fleet.Size(MEMBERS, "90000000");
    try (var fleet = Fleet.prepare(
        playground.operator(), playground.http(), playground.gateway().address(), "soak", size)) {
      var source =
          new UsageSource(fleet.members(), BusinessTime.advance(playground.operator(), AGE), true);
      out.printf("%8s  %10s  %-48s %9s %11s%n", "minute", "pushes", "ms", "heap MiB", "direct MiB");
      var stretches = new ArrayList<Stretch>();
      for (var number = 1; number <= STRETCHES; number++) {
        var stretch = stretch(playground, fleet, source);
        stretches.add(stretch);
        out.printf(
            "%8.1f  %,10d  %-48s %9.0f %11.1f%n",
            length.toSeconds() / 60.0 * number / STRETCHES,
            pushed.get(),
            stretch.millis(),
            stretch.memory().heapMebibytes(),
            stretch.memory().directMebibytes());
      }
      judge(playground, stretches, out);
    }
  }

  private Stretch stretch(Playground playground, Fleet fleet, UsageSource source)
      throws IOException, InterruptedException {
    Queue<Double> millis = new ConcurrentLinkedQueue<>();
    var inFlight = new Semaphore(IN_FLIGHT);
    var begun = System.nanoTime();
    var pushes = length.toSeconds() * pushesPerSecond / STRETCHES;
    try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var number = 0L; number < pushes; number++) {
        awaitTurn(begun, number);
        inFlight.acquire();
        workers.execute(() -> push(fleet, source, millis, inFlight));
      }
      workers.shutdown();
      workers.awaitTermination(1, TimeUnit.MINUTES);
    }
    var problem = failure.get();
    if (problem != null) {
      throw new GatewayFailure(problem);
    }
    var pid = playground.gateway().pid();
    return new Stretch(Percentiles.of(millis), GatewayMemory.afterCollection(pid));
  }

  /** Pushes leave by the clock, whether or not earlier ones were answered. */
  private void awaitTurn(long begun, long number) throws InterruptedException {
    var due = begun + number * TimeUnit.SECONDS.toNanos(1) / pushesPerSecond;
    var wait = due - System.nanoTime();
    if (wait > 0) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
  }

  private void push(Fleet fleet, UsageSource source, Queue<Double> millis, Semaphore inFlight) {
    var begun = System.nanoTime();
    try {
      var reply = fleet.isv().push(source.next(records, "0.0001"));
      if (reply.text("error_code").equals("MKT.0000")) {
        millis.add((System.nanoTime() - begun) / 1e6);
        pushed.incrementAndGet();
      } else {
        failure.compareAndSet(null, "a push was answered " + reply.inShort());
      }
    } catch (IOException e) {
      failure.compareAndSet(null, "a push was not answered: " + e.getMessage());
    } finally {
      inFlight.release();
    }
  }

  /** The second half of what is judged against the first. */
  private void judge(Playground playground, List<Stretch> stretches, PrintStream out)
      throws IOException {
    var judged = stretches.subList(1, STRETCHES);
    var early = judged.subList(0, STRETCHES / 2);
    var late = judged.subList(STRETCHES / 2, judged.size());
    var drift = mean(late, each -> each.millis().at(99))
        / mean(early, each -> each.millis().at(99));
    var leaks = leaks(playground);
    out.printf(
        "soak: %,d pushes of %d records; p99 drifted by %+.1f %%; %d leaks reported%n",
        pushed.get(), records, (drift - 1) * 100, leaks);
    if (leaks > 0) {
      throw new GatewayFailure(leaks + " leaks in " + playground.home().resolve("gateway.log"));
    }
    requireFlat("heap", early, late, stretch -> stretch.memory().heapMebibytes(), out);
    requireFlat("direct memory", early, late, stretch -> stretch.memory().directMebibytes(), out);
    if (drift > DRIFT) {
      throw new GatewayFailure("answers became slower: p99 drifted by more than 10 %");
    }
  }

  private static void requireFlat(
      String what,
      List<Stretch> early,
      List<Stretch> late,
      ToDoubleFunction<Stretch> mebibytes,
      PrintStream out) {
    var before = mean(early, mebibytes);
    var after = mean(late, mebibytes);
    out.printf("soak: %s %.1f MiB in the first half, %.1f in the second%n", what, before, after);
    if (after > Math.max(before * DRIFT, before + BREATH_MEBIBYTES)) {
      throw new GatewayFailure("%s grew from %.1f to %.1f MiB".formatted(what, before, after));
    }
  }

  private static double mean(List<Stretch> stretches, ToDoubleFunction<Stretch> figure) {
    return stretches.stream().mapToDouble(figure).average().orElse(0);
  }

  private static long leaks(Playground playground) throws IOException {
    try (var lines = Files.lines(playground.home().resolve("gateway.log"))) {
      return lines.filter(line -> line.contains("LEAK:")).count();
    }
  }
}
