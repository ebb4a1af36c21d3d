package io.tollgate.metering.collection;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.timer.Timer;
import io.tollgate.metering.timer.TimerHandler;
import io.tollgate.metering.timer.Timers;
import io.tollgate.rules.usage.Cycle;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Collects one kind of cycle whenever it is due. Each firing sets the next one from its own due
 * time, so that there is always exactly one timer, and an outage is caught up due time by due time.
 * The very first timer is set when a node starts and finds none.
 */
final class CollectionTimer implements TimerHandler, SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(CollectionTimer.class);

  private static final String SUBJECT = "cycle";
  private static final Duration RETRY_AFTER = Duration.ofMillis(100);
  private static final Duration RETRY_AT_MOST = Duration.ofSeconds(5);

  private final Cycle cycle;
  private final CycleCollection collection;
  private final CollectionLog collections;
  private final Timers timers;
  private final TransactionalOperator transaction;
  private final BusinessClock clock;
  private final Disposable.Swap starting = Disposables.swap();
  private volatile boolean running;

  CollectionTimer(
      Cycle cycle,
      CycleCollection collection,
      CollectionLog collections,
      Timers timers,
      TransactionalOperator transaction,
      BusinessClock clock) {
    this.cycle = cycle;
    this.collection = collection;
    this.collections = collections;
    this.timers = timers;
    this.transaction = transaction;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return "COLLECT_" + cycle.name();
  }

  @Override
  public Mono<Void> fire(Timer timer) {
    var due = CollectionDue.at(cycle, timer.dueAt(), clock.zone());
    return collection
        .collect(due)
        .doOnNext(closing -> report(due, closing))
        .then(Mono.defer(() -> scheduleAfter(due.dueAt())));
  }

  private static void report(CollectionDue due, Closing closing) {
    if (closing.aggregates() > 0) {
      log.info(
          "Collected {} items of {}: {} records in {} aggregates, closing {}",
          due.cycle(),
          due.horizon(),
          closing.records(),
          closing.aggregates(),
          closing.closingNo());
    }
  }

  private Mono<Void> scheduleAfter(Instant instant) {
    return timers.schedule(
        kind(), SUBJECT, CollectionDue.after(cycle, instant, clock.zone()).dueAt());
  }

  @Override
  public void start() {
    running = true;
    starting.update(ensureScheduled()
        .retryWhen(Retry.backoff(Long.MAX_VALUE, RETRY_AFTER).maxBackoff(RETRY_AT_MOST))
        .subscribe(nothing -> {}, error -> log.error("{} could not be set", kind(), error)));
  }

  /** Sets the first timer unless one waits; several nodes may try at once. */
  Mono<Void> ensureScheduled() {
    return collections
        .lockSchedule(kind())
        .filter(isScheduled -> !isScheduled)
        .flatMap(unscheduled -> collections
            .lastDueAt(cycle)
            .switchIfEmpty(Mono.fromSupplier(clock::now))
            .flatMap(this::scheduleAfter))
        .as(transaction::transactional);
  }

  @Override
  public void stop() {
    starting.dispose();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
