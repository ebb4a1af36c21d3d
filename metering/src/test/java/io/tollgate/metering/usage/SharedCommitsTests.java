package io.tollgate.metering.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.r2dbc.spi.R2dbcDataIntegrityViolationException;
import io.tollgate.metering.usage.SharedWrite.Written;
import io.tollgate.metering.usage.UsageLedger.Commit;
import io.tollgate.metering.usage.UsageLedger.Entry;
import io.tollgate.rules.usage.Cycle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class SharedCommitsTests {

  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final Instant NOW = Instant.parse("2026-01-10T12:05:00Z");

  private final HeldLedger ledger = new HeldLedger();

  @Test
  void anIdleLedgerIsWrittenAtOnceAndABusyOneInOneBatch() {
    var commits = commits(1, 100, 100);
    var first = commits.submit(List.of(entry("a"))).toFuture();
    var second = commits.submit(List.of(entry("b"))).toFuture();
    var third = commits.submit(List.of(entry("c"), entry("d"))).toFuture();

    assertThat(ledger.batches).hasSize(1);
    ledger.answerAll();

    assertThat(ledger.batches).extracting(List::size).containsExactly(1, 3);
    assertThat(first.join().written()).containsExactly(Written.FRESH);
    assertThat(second.join().written()).containsExactly(Written.FRESH);
    assertThat(third.join().written()).containsExactly(Written.FRESH, Written.FRESH);
  }

  @Test
  void oneIdentityNeverMeetsItselfInABatch() {
    var commits = commits(1, 100, 100);
    commits.submit(List.of(entry("busy"))).subscribe();
    commits.submit(List.of(entry("twin"))).subscribe();
    commits.submit(List.of(entry("twin"))).subscribe();

    ledger.answerAll();

    assertThat(ledger.batches).extracting(List::size).containsExactly(1, 1, 1);
  }

  @Test
  void aBatchIsBounded() {
    var commits = commits(1, 3, 100);
    commits.submit(List.of(entry("busy"))).subscribe();
    for (var i = 0; i < 4; i++) {
      commits.submit(List.of(entry("x" + i), entry("y" + i))).subscribe();
    }

    ledger.answerAll();

    assertThat(ledger.batches).extracting(List::size).containsExactly(1, 2, 2, 2, 2);
  }

  @Test
  void aSmallRequestIsNeverOvertakenByLargeOnesThatCameAfterIt() {
    var commits = commits(1, 100, 10_000);
    commits.submit(many("busy", 100)).subscribe();
    commits.submit(many("large", 90)).subscribe();
    var small = commits.submit(List.of(entry("small"))).toFuture();
    for (var i = 0; i < 50; i++) {
      commits.submit(many("later-" + i + "-", 90)).subscribe();
    }

    ledger.answerOne();
    ledger.answerOne();

    assertThat(small.join().written()).containsExactly(Written.FRESH);
    assertThat(ledger.batches).extracting(List::size).containsExactly(100, 91, 90);
  }

  private static List<Entry> many(String name, int count) {
    return IntStream.range(0, count).mapToObj(i -> entry(name + i)).toList();
  }

  @Test
  void whatCannotWaitIsTurnedAwayAtOnce() {
    var commits = commits(1, 10, 2);
    commits.submit(List.of(entry("busy"))).subscribe();
    commits.submit(List.of(entry("a"), entry("b"))).subscribe();

    assertThatThrownBy(() -> commits.submit(List.of(entry("c"))).block(DEADLINE))
        .isInstanceOf(UsageUnavailableException.class);
  }

  @Test
  void aCallerStopsWaitingWhenItsPatienceEndsButTheCommitGoesOn() {
    StepVerifier.withVirtualTime(() -> commits(1, 10, 10).submit(List.of(entry("slow"))))
        .thenAwait(Duration.ofMillis(900))
        .expectError(UsageUnavailableException.class)
        .verify(DEADLINE);

    ledger.answerAll();
    assertThat(ledger.committed).containsExactly("slow");
  }

  @Test
  void aPoisonedEntryDoesNotTakeItsNeighboursAlong() {
    ledger.poison.add("bad");
    var commits = commits(1, 100, 100);
    commits.submit(List.of(entry("busy"))).subscribe();
    var good = commits.submit(List.of(entry("g1"), entry("g2"), entry("g3"))).toFuture();
    var bad = commits.submit(List.of(entry("g4"), entry("bad"), entry("g5"))).toFuture();

    ledger.answerAll();

    assertThat(good.join().written()).containsOnly(Written.FRESH);
    assertThat(bad.join().written())
        .containsExactly(Written.FRESH, Written.POISONED, Written.FRESH);
    assertThat(ledger.committed).contains("g1", "g2", "g3", "g4", "g5").doesNotContain("bad");
  }

  @Test
  void disputedEntriesStepAsideAndTheOthersAreWritten() {
    ledger.disputedSlots.add(7L);
    var commits = commits(1, 100, 100);

    var outcome = commits.submit(List.of(entry("fine"), entry("disputed", 7))).toFuture();
    ledger.answerAll();

    assertThat(outcome.join().written()).containsExactly(Written.FRESH, Written.DISPUTED);
    assertThat(ledger.committed).containsExactly("fine");
  }

  @Test
  void aLostLedgerIsSaidToEveryoneWhoWaited() {
    ledger.failure = new IllegalStateException("gone");
    var commits = commits(1, 100, 100);
    var one = commits.submit(List.of(entry("a"))).toFuture();
    ledger.answerAll();

    assertThatThrownBy(one::join).hasCauseInstanceOf(UsageUnavailableException.class);

    ledger.failure = null;
    var next = commits.submit(List.of(entry("b"))).toFuture();
    ledger.answerAll();
    assertThat(next.join().written()).containsExactly(Written.FRESH);
  }

  @Test
  void aSecondLaneIsOpenedForManyRecordsOnly() {
    var commits = commits(2, 100, 100);
    commits.submit(List.of(entry("busy"))).subscribe();
    commits.submit(List.of(entry("a"), entry("b"))).subscribe();
    assertThat(ledger.batches).extracting(List::size).containsExactly(1);

    commits.submit(List.of(entry("c"))).subscribe();

    assertThat(ledger.batches).extracting(List::size).containsExactly(1, 3);
  }

  @Test
  void whatNobodyWaitsForAnyMoreIsNotWritten() {
    StepVerifier.withVirtualTime(() -> {
          var commits = commits(1, 10, 2);
          commits.submit(List.of(entry("busy"))).onErrorComplete().subscribe();
          return commits
              .submit(List.of(entry("late"), entry("later")))
              .onErrorResume(
                  CommitsFullException.class, full -> commits.submit(List.of(entry("next"))));
        })
        .thenAwait(Duration.ofMillis(900))
        .then(ledger::answerAll)
        .assertNext(outcome -> assertThat(outcome.written()).containsExactly(Written.FRESH))
        .expectComplete()
        .verify(DEADLINE);

    assertThat(ledger.committed).containsExactly("busy", "next");
  }

  @Test
  void itIsCongestedWhileSomethingWaitsForMoreThanHalfOfItsPatience() {
    var nanos = new AtomicLong();
    var commits = new SharedCommits(ledger, () -> NOW, settings(1, 100, 100), nanos::get);
    commits.submit(List.of(entry("busy"))).subscribe();
    commits.submit(List.of(entry("waits"))).subscribe();

    nanos.set(Duration.ofMillis(450).toNanos());
    assertThat(commits.isCongested()).isFalse();
    nanos.set(Duration.ofMillis(451).toNanos());
    assertThat(commits.isCongested()).isTrue();

    ledger.answerAll();
    assertThat(commits.isCongested()).isFalse();
  }

  @Test
  void aLaneThatIsStuckDoesNotKeepTheOthersClosed() {
    var nanos = new AtomicLong();
    var commits = new SharedCommits(ledger, () -> NOW, settings(2, 100, 100), nanos::get);
    commits.submit(List.of(entry("stuck"))).subscribe();
    commits.submit(List.of(entry("waits"))).subscribe();
    assertThat(ledger.batches).hasSize(1);

    nanos.set(Duration.ofMillis(51).toNanos());
    commits.submit(List.of(entry("comes"))).subscribe();

    assertThat(ledger.batches).extracting(List::size).containsExactly(1, 2);
  }

  private SharedCommits commits(int lanes, int batch, int queue) {
    return new SharedCommits(ledger, () -> NOW, settings(lanes, batch, queue));
  }

  private static SharedCommits.Settings settings(int lanes, int batch, int queue) {
    return new SharedCommits.Settings(lanes, 3, batch, queue, Duration.ofMillis(900));
  }

  private static Entry entry(String sn) {
    return entry(sn, 0);
  }

  private static Entry entry(String sn, long slotNo) {
    var instance = new InstanceFacts(
        sn.hashCode(),
        sn,
        1,
        1,
        1,
        1,
        false,
        true,
        "ACTIVE",
        false,
        false,
        Cycle.HOURLY,
        NOW,
        List.of(),
        null);
    return new Entry(
        new UsageRecord(instance, sn, 0, NOW, NOW, NOW, 1, NOW, slotNo, List.of(), false),
        0,
        List.of());
  }

  /** A ledger that answers when the test says so. */
  private static final class HeldLedger implements UsageLedger {

    private final List<List<Entry>> batches = new ArrayList<>();
    private final List<String> committed = new ArrayList<>();
    private final Set<String> poison = new HashSet<>();
    private final Set<Long> disputedSlots = new HashSet<>();
    private final List<Sinks.One<Boolean>> gates = new ArrayList<>();
    private @Nullable RuntimeException failure;

    @Override
    public Mono<Commit> commit(List<Entry> entries, Instant acceptedAt) {
      batches.add(entries);
      var gate = Sinks.<Boolean>one();
      gates.add(gate);
      return gate.asMono().map(open -> answer(entries));
    }

    private Commit answer(List<Entry> entries) {
      if (failure != null) {
        throw failure;
      }
      if (entries.stream().anyMatch(entry -> poison.contains(entry.record().meteringSn()))) {
        throw new R2dbcDataIntegrityViolationException("no", "23514");
      }
      var disputed = entries.stream()
          .map(entry -> entry.record().slotNo())
          .filter(disputedSlots::contains)
          .distinct()
          .toList();
      if (!disputed.isEmpty()) {
        return new Commit.Disputed(disputed);
      }
      entries.forEach(entry -> committed.add(entry.record().meteringSn()));
      return new Commit.Committed(entries.stream().map(entry -> true).toList(), Map.of(), false);
    }

    /** Lets the batch through that is being written. */
    void answerOne() {
      gates.removeFirst().tryEmitValue(true);
    }

    /** Lets every batch through, and those that follow from it. */
    void answerAll() {
      while (!gates.isEmpty()) {
        gates.removeFirst().tryEmitValue(true);
      }
    }

    @Override
    public Mono<Known> find(Collection<UsageRecord> records) {
      return Mono.just(new Known(Map.of(), Map.of()));
    }

    @Override
    public Mono<Map<Long, RecordOutcome.Accepted>> outcomes(Collection<KnownRecord> records) {
      return Mono.just(Map.of());
    }

    @Override
    public Mono<Left> left(long slotNo) {
      return Mono.just(new Left(Map.of(), 0));
    }

    @Override
    public Flux<Long> slots() {
      return Flux.empty();
    }

    @Override
    public Mono<Void> refuse(List<Refusal> refusals, Instant refusedAt) {
      return Mono.empty();
    }
  }
}
