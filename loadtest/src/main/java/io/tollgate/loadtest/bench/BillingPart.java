package io.tollgate.loadtest.bench;

import io.tollgate.loadtest.billing.BilledHours;
import io.tollgate.loadtest.billing.LedgerSize;
import io.tollgate.loadtest.platform.GatewayFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;

/** What the billing side takes: collecting cycles, streaming their feed. */
final class BillingPart {

  private static final LedgerSize SIZE = new LedgerSize(20_000, 100_000, 3);
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double BYTES_A_MEGABYTE = 1e6;

  private final Rig rig;

  BillingPart(Rig rig) {
    this.rig = rig;
  }

  void measure() throws IOException, InterruptedException {
    collectWhatWasPushed();
    var firstHour = now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1));
    try (var hours = BilledHours.prepare(rig.playground(), SIZE, firstHour)) {
      collect(hours);
      stream(hours);
    }
  }

  /** Few instances with very many records each, as they came over HTTP. */
  private void collectWhatWasPushed() throws IOException, InterruptedException {
    var before = collectedRecords();
    var target = now().plus(Duration.ofHours(2));
    var seconds = rig.watched("collection of what was pushed", () -> timed(() -> move(target)));
    var records = collectedRecords() - before;
    rig.report()
        .single(
            "collect %,d pushed records, records".formatted(records),
            "/s",
            records / seconds,
            Goal.more());
  }

  private void collect(BilledHours hours) throws IOException, InterruptedException {
    var perSecond = new ArrayList<Double>();
    for (var hour = 0; hour < SIZE.hours(); hour++) {
      hours.addHour();
      var seconds = rig.watched("collection", () -> timed(hours::collect));
      if (hour == 0) {
        rig.report()
            .single(
                "collect %,d records of %,d instances, records"
                    .formatted(hours.records(), SIZE.instances()),
                "/s",
                hours.records() / seconds,
                Goal.more());
      } else {
        perSecond.add(SIZE.instances() / seconds);
      }
    }
    rig.report().median("collect one record an instance, aggregates", "/s", perSecond, Goal.more());
  }

  private void stream(BilledHours hours) throws IOException, InterruptedException {
    var aggregates = new ArrayList<Double>();
    var megabytes = new ArrayList<Double>();
    for (var round = 0; round < rig.size().rounds(); round++) {
      var begun = System.nanoTime();
      var read = rig.watched("feed streaming", hours::stream);
      var seconds = (System.nanoTime() - begun) / NANOS_PER_SECOND;
      aggregates.add(read.aggregates() / seconds);
      megabytes.add(read.bytes() / BYTES_A_MEGABYTE / seconds);
    }
    rig.report().median("stream the feed and prove it, aggregates", "/s", aggregates, Goal.more());
    rig.report().median("stream the feed and prove it", "MB/s", megabytes, Goal.more());
  }

  private interface Work {
    void perform() throws IOException;
  }

  private static double timed(Work work) throws IOException {
    var begun = System.nanoTime();
    work.perform();
    return (System.nanoTime() - begun) / NANOS_PER_SECOND;
  }

  private Instant now() throws IOException {
    return Instant.parse(rig.playground().operator().clock().text("now"));
  }

  private void move(Instant to) throws IOException {
    var reply = rig.playground().operator().moveClock(to);
    if (reply.status() != 200) {
      throw new GatewayFailure("moving the clock to " + to + ": answered " + reply.inShort());
    }
  }

  private long collectedRecords() throws IOException {
    var records = 0L;
    var after = "";
    while (true) {
      var page = rig.playground().billing().page("closings", after, 1_000);
      for (var closing : page.json().path("items")) {
        records += closing.path("records").asLong();
      }
      after = page.text("next");
      if (!page.json().path("hasMore").asBoolean(false)) {
        return records;
      }
    }
  }
}
