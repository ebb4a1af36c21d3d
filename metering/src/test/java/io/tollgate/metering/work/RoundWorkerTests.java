package io.tollgate.metering.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class RoundWorkerTests {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  @Test
  void doesRoundsUntilNothingIsDueAndTellsHowMuchItDid() {
    var rounds = new FakeRounds(3, 3, 1);

    StepVerifier.withVirtualTime(() -> new RoundWorker(rounds).runDue())
        .thenAwait(TIMEOUT)
        .expectNext(7L)
        .expectComplete()
        .verify(TIMEOUT);
  }

  @Test
  void waitsForWhatAnotherNodeHasTaken() {
    var rounds = new FakeRounds(2, 0, 0, 0);

    StepVerifier.withVirtualTime(() -> new RoundWorker(rounds).runDue())
        .thenAwait(TIMEOUT)
        .expectNext(2L)
        .expectComplete()
        .verify(TIMEOUT);

    assertThat(rounds.left).isEmpty();
  }

  @Test
  void doesNoRoundWhereNothingIsDue() {
    var rounds = new FakeRounds();

    StepVerifier.create(new RoundWorker(rounds).runDue())
        .expectNext(0L)
        .expectComplete()
        .verify(TIMEOUT);

    assertThat(rounds.made).isZero();
  }

  @Test
  void worksBetweenStartAndStopOnly() {
    var worker = new RoundWorker(new FakeRounds());
    assertThat(worker.isRunning()).isFalse();

    worker.start();
    assertThat(worker.isRunning()).isTrue();

    worker.stop();
    assertThat(worker.isRunning()).isFalse();
  }

  /** Something is due as long as a round is left, and a round does as much as it is told. */
  private static final class FakeRounds implements DueRounds {

    private final Deque<Integer> left;
    private int made;

    FakeRounds(Integer... rounds) {
      left = new ArrayDeque<>(List.of(rounds));
    }

    @Override
    public String name() {
      return "fake";
    }

    @Override
    public Duration pollInterval() {
      return Duration.ofHours(1);
    }

    @Override
    public Mono<Integer> round() {
      return Mono.fromSupplier(() -> {
        made++;
        var next = left.poll();
        return next == null ? 0 : next;
      });
    }

    @Override
    public Mono<Boolean> anyDue() {
      return Mono.fromSupplier(() -> !left.isEmpty());
    }

    @Override
    public Mono<Instant> nextDue() {
      return Mono.empty();
    }
  }
}
