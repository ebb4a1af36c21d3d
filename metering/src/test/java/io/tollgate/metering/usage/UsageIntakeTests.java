package io.tollgate.metering.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.quota.MemoryReservations;
import io.tollgate.metering.timer.Timers;
import io.tollgate.metering.usage.SlotFacts.PackageFacts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What becomes of reservations when the ledger does not answer. */
class UsageIntakeTests {

  private static final int PUSHES = 80;
  private static final int RECORDS_A_PUSH = 1_000;
  private static final DateTimeFormatter WIRE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final MemoryLedger ledger = new MemoryLedger();
  private final MemoryReservations reservations = new MemoryReservations(InstantSource.system());
  private final SimulatedFacts facts = new SimulatedFacts();

  @Test
  void aPushThatIsTurnedAwayGivesBackWhatItReserved() throws Exception {
    ledger.grant(1, 11, 1_000_000_000_000L);
    facts.add(
        1,
        false,
        List.of(new PackageFacts(
            11,
            "pkg-11",
            true,
            null,
            List.of(SimulatedFacts.quota(11, "pkg-11", 1_000_000_000_000L, true)))));
    var intake = intake(new SilentLedger());

    var pushes = new ArrayList<CompletableFuture<?>>();
    for (var push = 0; push < PUSHES; push++) {
      pushes.add(intake.accept(push(push)).toFuture());
    }

    var turnedAway = 0;
    for (var push : pushes) {
      var error = push.<Throwable>handle((outcomes, failure) -> failure).get(10, TimeUnit.SECONDS);
      assertThat(error).isInstanceOf(UsageUnavailableException.class);
      turnedAway += error instanceof CommitsFullException ? 1 : 0;
    }

    var held =
        Objects.requireNonNull(reservations.believed(1).block()).heldUnits().get(11L);
    assertThat(turnedAway).isPositive();
    assertThat(held).isEqualTo(10_000L * RECORDS_A_PUSH * (PUSHES - turnedAway));
  }

  private UsageIntake intake(UsageLedger slow) {
    return new UsageIntake(
        facts,
        new QuotaProposals(reservations, slow, Clock.systemUTC()),
        slow,
        new NoTimers(),
        new StandingClock(),
        new UsageLimits(
            Duration.ofDays(21),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofHours(24)),
        new UsageMeters(new CompositeMeterRegistry()));
  }

  private static UsagePush push(int number) {
    var records = new ArrayList<ReportedRecord>(RECORDS_A_PUSH);
    for (var i = 0; i < RECORDS_A_PUSH; i++) {
      var end = SimulatedFacts.NOW.minusSeconds(number * (long) RECORDS_A_PUSH + i);
      records.add(new ReportedRecord(
          "inst-1",
          WIRE.format(end),
          WIRE.format(end.minusSeconds(1)),
          WIRE.format(end),
          "1",
          "sn-" + number + "-" + i,
          "pkg-11"));
    }
    return new UsagePush(1, records, true, false, false);
  }

  /** A ledger that can be read, and never says that it has written. */
  private final class SilentLedger implements UsageLedger {

    @Override
    public Mono<Commit> commit(List<Entry> entries, Instant acceptedAt) {
      return Mono.never();
    }

    @Override
    public Mono<Known> find(Collection<UsageRecord> records) {
      return ledger.find(records);
    }

    @Override
    public Mono<Map<Long, RecordOutcome.Accepted>> outcomes(Collection<KnownRecord> records) {
      return ledger.outcomes(records);
    }

    @Override
    public Mono<Left> left(long slotNo) {
      return ledger.left(slotNo);
    }

    @Override
    public Flux<Long> slots() {
      return ledger.slots();
    }

    @Override
    public Mono<Void> refuse(List<Refusal> refusals, Instant refusedAt) {
      return Mono.empty();
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
