package io.tollgate.loadtest.billing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.loadtest.Options;
import io.tollgate.loadtest.acceptance.Trial;
import io.tollgate.loadtest.http.Reply;
import io.tollgate.loadtest.platform.BillingFace;
import io.tollgate.loadtest.platform.GatewayFailure;
import io.tollgate.loadtest.platform.OperatorFace;
import io.tollgate.loadtest.platform.Playground;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How long the billing side takes for a large month: collecting it, streaming it, settling it. The
 * usage is put into the ledger by SQL; all that is measured is asked for over HTTP, of a gateway
 * with a heap of 512 MiB. Figures are proven, too: the chain, the reconciliation, the books.
 */
public final class BillingBench implements Trial {

  public static final String USAGE =
      """
      billing-bench   collects, streams and settles a large month, and says how long it took
      """ + Playground.Settings.USAGE.formatted("billing-bench") + LedgerSize.USAGE + """
        --collect-within=SECONDS  fail when the first hour took longer (default 30)
        --stream-within=SECONDS   fail when the feed took longer (default 20)
        --settle-within=SECONDS   fail when the month took longer (default 60)
      """;

  private static final String MONTH = "202601";

  /** In the zone that the gateway settles in. */
  private static final Instant MONTH_END = Instant.parse("2026-01-31T16:00:00Z");

  private static final int HEAP_MEBIBYTES = 512;
  private static final Duration HALF_A_DAY = Duration.ofHours(12);

  /** In seconds. */
  private record Goals(int collect, int stream, int settle) {}

  private final LedgerSize size;
  private final Goals goals;
  private final List<String> misses = new ArrayList<>();

  private BillingBench(LedgerSize size, Goals goals) {
    this.size = size;
    this.goals = goals;
  }

  public static int run(Options options, PrintStream out, PrintStream problems) {
    var settings = Playground.Settings.of(options, "billing-bench")
        .withHeapMebibytes(HEAP_MEBIBYTES)
        .with("--tollgate.clock-start=" + MONTH_END.minus(HALF_A_DAY));
    var trial = new BillingBench(
        LedgerSize.of(options),
        new Goals(
            options.number("collect-within", 30, 1, 3_600),
            options.number("stream-within", 20, 1, 3_600),
            options.number("settle-within", 60, 1, 3_600)));
    options.rejectUnknown();
    return Trial.perform(settings, trial, out, problems);
  }

  @Override
  public void run(Playground playground, PrintStream out) throws IOException, InterruptedException {
    var operator = playground.operator();
    out.printf(
        "billing-bench: %d processors, gateway with a heap of %d MiB, stores on the same machine%n",
        Runtime.getRuntime().availableProcessors(), HEAP_MEBIBYTES);
    var firstHour = MONTH_END.minus(HALF_A_DAY);
    try (var hours = BilledHours.prepare(playground, size, firstHour);
        var heap = HeapWatch.on(playground.gateway().launch().managementPort())) {
      out.printf("loaded %,d instances of %,d customers%n", size.instances(), size.customers());
      var figures = new Figures(heap, out);
      collect(hours, figures);
      stream(hours, figures);
      reconcile(playground.billing(), firstHour, figures);
      move(operator, MONTH_END.plus(Duration.ofMinutes(30)));
      settle(playground, figures);
    }
    if (!misses.isEmpty()) {
      throw new GatewayFailure(String.join("; ", misses));
    }
  }

  private static void move(OperatorFace operator, Instant to) throws IOException {
    expect(200, operator.moveClock(to));
  }

  /** The first hour is the one that is timed against its goal; the others make the month large. */
  private void collect(BilledHours hours, Figures figures) throws IOException {
    for (var hour = 0; hour < size.hours(); hour++) {
      hours.addHour();
      var what =
          "collect %,d records of %,d instances".formatted(hours.records(), size.instances());
      var took = figures.time(what, hours::collect);
      if (hour == 0) {
        require("collecting", took, goals.collect());
      }
    }
  }

  private void stream(BilledHours hours, Figures figures) throws IOException {
    var what = "stream %,d aggregates as NDJSON and prove the chain".formatted(size.aggregates());
    var read = new FeedStream.Read[1];
    var took = figures.time(what, () -> read[0] = hours.stream());
    figures.note("%,d aggregates, %,d MB, %,.0f a second"
        .formatted(
            read[0].aggregates(),
            read[0].bytes() / 1_000_000,
            read[0].aggregates() / (took.toMillis() / 1_000.0)));
    if (read[0].aggregates() != size.aggregates()) {
      misses.add("aggregates on the feed: %d (expected: %d)"
          .formatted(read[0].aggregates(), size.aggregates()));
    }
    require("streaming", took, goals.stream());
  }

  private void reconcile(BillingFace billing, Instant firstHour, Figures figures)
      throws IOException {
    figures.time("reconcile all cycles", () -> {
      var report = expect(
          200, billing.reconciliation(firstHour, firstHour.plus(Duration.ofHours(size.hours()))));
      if (!report.json().path("differences").isEmpty()) {
        misses.add("the reconciliation shows differences: " + report.inShort());
      }
    });
  }

  private void settle(Playground playground, Figures figures) throws IOException {
    var took = figures.time(
        "settle a month of %,d aggregates".formatted(size.aggregates()),
        () -> expect(200, playground.operator().settle(MONTH)));
    require("settling", took, goals.settle());
    figures.time(
        "settle it again, nothing having changed",
        () -> expect(200, playground.operator().settle(MONTH)));
    export(playground.billing(), figures);
    var balance = expect(200, playground.billing().trialBalance()).json().path("currencies");
    for (var currency : balance) {
      if (new BigDecimal(currency.path("sum").asString("1")).signum() != 0) {
        misses.add("the trial balance is not zero: " + currency);
      }
    }
    figures.note("trial balance: " + balance);
  }

  /** Each instance's month is a transaction, on a statement now. */
  private void export(BillingFace billing, Figures figures) throws IOException {
    figures.time("export %,d transaction details as CSV".formatted(size.instances()), () -> {
      try (var rows = new BufferedReader(
          new InputStreamReader(billing.csv("transactions?state=BILLED&month=" + MONTH), UTF_8))) {
        var count = rows.lines().count() - 1;
        if (count != size.instances()) {
          misses.add("rows of CSV: %d (expected: %d)".formatted(count, size.instances()));
        }
      }
    });
  }

  private void require(String what, Duration took, int goalSeconds) {
    if (took.compareTo(Duration.ofSeconds(goalSeconds)) > 0) {
      misses.add("%s took %.1f s (expected: at most %d s)"
          .formatted(what, took.toMillis() / 1_000.0, goalSeconds));
    }
  }

  private static Reply expect(int status, Reply reply) {
    if (reply.status() != status) {
      throw new GatewayFailure("answered " + reply.inShort() + " (expected: " + status + ")");
    }
    return reply;
  }
}
