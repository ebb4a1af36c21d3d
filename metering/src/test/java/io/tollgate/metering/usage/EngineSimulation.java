package io.tollgate.metering.usage;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.quota.MemoryReservations;
import io.tollgate.metering.quota.MemoryReservations.Slot;
import io.tollgate.metering.timer.Timers;
import io.tollgate.metering.usage.SlotFacts.PackageFacts;
import io.tollgate.rules.quota.Quota;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.util.retry.Retry;

/**
 * The engine of usage on two nodes, in one thread and in virtual time, among stores that delay,
 * reorder, lose and forget, while ISVs push the same records again until they are answered. All of it
 * follows from a seed, so that what fails fails again.
 */
final class EngineSimulation {

  private static final int NODES = 2;
  private static final Duration TROUBLE = Duration.ofSeconds(12);
  private static final Duration REST = Duration.ofSeconds(90);
  private static final Duration CLIENT_PATIENCE = Duration.ofMillis(3_500);
  private static final Duration CLIENT_PAUSE = Duration.ofMillis(150);
  private static final DateTimeFormatter WIRE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Random random;
  private final Mishaps mishaps;
  private final MemoryLedger ledger = new MemoryLedger();
  private final SimulatedFacts facts = new SimulatedFacts();
  private Duration redisClockOff = Duration.ZERO;
  private final MemoryReservations reservations =
      new MemoryReservations(() -> Mishaps.now().plus(redisClockOff));
  private final List<Node> nodes = new ArrayList<>();
  private final SimulationVerdict verdict;

  private EngineSimulation(long seed) {
    this.mishaps = new Mishaps(seed);
    this.random = mishaps.random();
    this.verdict = new SimulationVerdict(seed, ledger);
  }

  /** Runs one seed to its end and judges it; throws an AssertionError that names the seed. */
  static List<String> run(long seed) {
    var time = VirtualTimeScheduler.create();
    VirtualTimeScheduler.set(time);
    try {
      return new EngineSimulation(seed).run(time);
    } finally {
      VirtualTimeScheduler.reset();
    }
  }

  private List<String> run(VirtualTimeScheduler time) {
    var records = makeWorld();
    for (var node = 0; node < NODES; node++) {
      nodes.add(new Node());
    }
    pushAll(records);
    plotTrouble();
    time.advanceTimeBy(TROUBLE);
    mishaps.stop();
    mishaps.note("trouble is over");
    time.advanceTimeBy(REST);
    verdict.everyRecordIsAnswered(records);
    verdict.theLedgerAddsUp();
    verdict.replayGivesTheSameDraws();

    nodes.getFirst().proposals.sweep().subscribe();
    time.advanceTimeBy(Duration.ofSeconds(5));
    ledger.slots().flatMap(reservations::believed).subscribe(verdict::nothingIsHeld);
    new QuotaRebuild(reservations, ledger).rebuild().subscribe(verdict::rebuilt);
    time.advanceTimeBy(Duration.ofSeconds(5));
    verdict.requireThatItWasRebuilt();
    ledger.entries().forEach(entry -> mishaps.note(entry.sequence() + " " + entry.drawnUnits()));
    return mishaps.trace();
  }

  /** A few slots whose packages do not cover all that will come. */
  private List<ReportedRecord> makeWorld() {
    var records = new ArrayList<ReportedRecord>();
    for (var slot = 1; slot <= 1 + random.nextInt(3); slot++) {
      var named = random.nextBoolean();
      var packages = new ArrayList<PackageFacts>();
      for (var number = 1; number <= (named ? 1 : 1 + random.nextInt(3)); number++) {
        packages.add(makePackage(slot, number, named));
      }
      facts.add(slot, named && random.nextInt(4) == 0, packages);
      for (var hour = 0; hour < 3 + random.nextInt(12); hour++) {
        records.add(record(slot, hour, named ? packages.getFirst().packageInstanceId() : null));
      }
    }
    return records;
  }

  private PackageFacts makePackage(int slot, int number, boolean stopBeforeExcess) {
    var units = random.nextInt(30) * 10_000L;
    var quotaNo = slot * 10L + number;
    var id = "pkg-" + quotaNo;
    ledger.grant(slot, quotaNo, units);
    Quota quota = SimulatedFacts.quota(quotaNo, id, units, stopBeforeExcess);
    return new PackageFacts(quotaNo, id, stopBeforeExcess, null, List.of(quota));
  }

  private ReportedRecord record(int slot, int hour, @Nullable String pack) {
    var end = Instant.parse("2026-01-10T12:00:00Z").minus(Duration.ofHours(hour));
    return new ReportedRecord(
        "inst-" + slot,
        WIRE.format(end),
        WIRE.format(end.minus(Duration.ofHours(1))),
        WIRE.format(end),
        Integer.toString(1 + random.nextInt(9)),
        "sn-" + slot + "-" + hour,
        pack);
  }

  /** Batches of some records each, every record in one to three of them, begun at any time. */
  private void pushAll(List<ReportedRecord> records) {
    for (var copy = 0; copy < 3; copy++) {
      for (var at = 0; at < records.size(); ) {
        var size = Math.min(records.size() - at, 1 + random.nextInt(5));
        var batch = records.subList(at, at + size);
        at += size;
        if (copy == 0 || random.nextInt(3) == 0) {
          pushUntilAnswered(batch, Duration.ofMillis(random.nextInt(9_000)));
        }
      }
    }
  }

  private void pushUntilAnswered(List<ReportedRecord> batch, Duration begin) {
    var push = new UsagePush(1, batch, true, false, false);
    Mono.delay(begin)
        .then(Mono.defer(
            () -> nodes.get(random.nextInt(NODES)).intake.accept(push).timeout(CLIENT_PATIENCE)))
        .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, CLIENT_PAUSE))
        .subscribe(outcomes -> verdict.answered(batch, outcomes));
  }

  /** What goes wrong beyond single calls. */
  private void plotTrouble() {
    Flux.range(0, random.nextInt(6))
        .flatMap(event -> Mono.delay(Duration.ofMillis(random.nextInt(10_000))))
        .subscribe(due -> strike());
  }

  private void strike() {
    switch (random.nextInt(5)) {
      case 0 -> {
        mishaps.note("redis is flushed");
        reservations.flush();
        redisClockOff = someSkew();
      }
      case 1 -> restoreLater(reservations.snapshot());
      case 2 -> {
        mishaps.redisAway(true);
        later(2_000, () -> mishaps.redisAway(false));
      }
      case 3 -> {
        mishaps.ledgerAway(true);
        later(2_000, () -> mishaps.ledgerAway(false));
      }
      default -> {
        mishaps.note("a node dies");
        var node = random.nextInt(NODES);
        nodes.get(node).stores.die();
        nodes.set(node, new Node());
      }
    }
  }

  private void restoreLater(Map<Long, Slot> snapshot) {
    later(1_500, () -> {
      mishaps.note("redis is put back to what it was");
      reservations.restore(snapshot);
      redisClockOff = someSkew();
    });
  }

  /** Whatever takes over has a clock of its own. */
  private Duration someSkew() {
    return Duration.ofMillis(random.nextInt(40_000) - 20_000L);
  }

  private void later(int withinMillis, Runnable action) {
    Mono.delay(Duration.ofMillis(1 + random.nextInt(withinMillis))).subscribe(due -> action.run());
  }

  /** One gateway's engine. */
  private final class Node {

    private final UnreliableStores stores = new UnreliableStores(ledger, reservations, mishaps);
    private final QuotaProposals proposals =
        new QuotaProposals(stores.reservations(), stores.ledger(), new VirtualClock(someSkew()));
    private final UsageIntake intake = new UsageIntake(
        facts,
        proposals,
        stores.ledger(),
        new NoTimers(),
        new StandingClock(),
        new UsageLimits(
            Duration.ofDays(21),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofHours(24)),
        new UsageMeters(new CompositeMeterRegistry()));
  }

  private static final class VirtualClock extends Clock {

    private final Duration off;

    VirtualClock(Duration off) {
      this.off = off;
    }

    @Override
    public Instant instant() {
      return Mishaps.now().plus(off);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private static final class StandingClock implements BusinessClock {

    @Override
    public Instant now() {
      return SimulatedFacts.NOW;
    }

    @Override
    public ZoneId zone() {
      return ZoneOffset.UTC;
    }
  }

  private static final class NoTimers implements Timers {

    @Override
    public Mono<Void> schedule(Collection<NewTimer> timers) {
      return Mono.empty();
    }

    @Override
    public Mono<Void> cancel(String kind, Collection<String> subjects) {
      return Mono.empty();
    }

    @Override
    public Mono<Set<String>> waiting(String kind, Collection<String> subjects) {
      return Mono.just(Set.of());
    }

    @Override
    public void wake() {}
  }
}
