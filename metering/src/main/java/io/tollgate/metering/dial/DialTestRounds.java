package io.tollgate.metering.dial;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.delivery.CallOutcome;
import io.tollgate.metering.delivery.CallOutcome.Done;
import io.tollgate.metering.delivery.CallOutcome.Refused;
import io.tollgate.metering.delivery.CallOutcome.Unanswered;
import io.tollgate.metering.delivery.CallOutcome.UnderWay;
import io.tollgate.metering.dial.DialTestStore.DueDialTest;
import io.tollgate.metering.dial.DialTestStore.Run;
import io.tollgate.metering.order.ProductCare;
import io.tollgate.metering.work.DueRounds;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes due dial tests by lease and makes them, a few at once. No transaction is open while an ISV
 * is asked; what follows is written in one, if the test is still this node's.
 */
@Component
final class DialTestRounds implements DueRounds {

  private static final int IN_FLIGHT = 8;
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(5);

  /** Of one test with all its cases; the lease is longer. */
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static final int FAILED_DAYS = 5;

  private final DialTestStore store;
  private final DialCall isv;
  private final ProductCare care;
  private final BusinessClock clock;
  private final TransactionalOperator transaction;

  DialTestRounds(
      DialTestStore store,
      DialCall isv,
      ProductCare care,
      BusinessClock clock,
      TransactionalOperator transaction) {
    this.store = store;
    this.isv = isv;
    this.care = care;
    this.clock = clock;
    this.transaction = transaction;
  }

  @Override
  public String name() {
    return "dial tests";
  }

  @Override
  public Duration pollInterval() {
    return POLL_INTERVAL;
  }

  @Override
  public Mono<Integer> round() {
    return Mono.defer(() -> store
        .take(clock.now(), IN_FLIGHT)
        .collectList()
        .flatMap(taken -> Flux.fromIterable(taken)
            .flatMap(this::attempt, IN_FLIGHT)
            .then(Mono.just(taken.size()))));
  }

  private Mono<Void> attempt(DueDialTest test) {
    var at = clock.now();
    if (!test.onSale()) {
      return store.skip(test, DialTimes.firstAfter(at, clock.zone()));
    }
    return Flux.fromIterable(test.cases())
        .concatMap(testCase -> isv.dial(test.productCode(), testCase)
            .flatMap(outcome -> Mono.justOrEmpty(error(testCase, outcome))))
        .next()
        .timeout(TIMEOUT)
        .onErrorResume(failure -> Mono.just(failure.toString()))
        .map(error -> run(at, error))
        .switchIfEmpty(Mono.fromSupplier(() -> run(at, null)))
        .flatMap(run -> end(test, run));
  }

  private static @Nullable String error(TestCase testCase, CallOutcome outcome) {
    var name = testCase.activity().wireName();
    return switch (outcome) {
      case Done done -> null;
      case UnderWay underWay -> null;
      case Refused refused -> name + ": " + refused.error();
      case Unanswered unanswered -> name + ": " + unanswered.error();
    };
  }

  private Run run(Instant at, @Nullable String error) {
    var zone = clock.zone();
    return new Run(
        at,
        at.atZone(zone).toLocalDate(),
        DialTimes.endsDay(at, zone),
        error,
        DialTimes.firstAfter(at, zone));
  }

  /** The count grows at the end of a failed day only, so it is five there once. */
  private Mono<Void> end(DueDialTest test, Run run) {
    return store
        .record(test, run)
        .filter(failedDays -> failedDays == FAILED_DAYS && run.endsDay())
        .flatMap(failedDays -> care.dialTestsFailed(test.productCode(), test.isvNo(), failedDays))
        .as(transaction::transactional);
  }

  @Override
  public Mono<Boolean> anyDue() {
    return store.anyDue(clock.now());
  }

  @Override
  public Mono<Instant> nextDue() {
    return store.nextDue(clock.now());
  }
}
