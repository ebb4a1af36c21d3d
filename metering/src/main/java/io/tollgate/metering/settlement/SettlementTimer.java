package io.tollgate.metering.settlement;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.collection.CollectionLog;
import io.tollgate.metering.timer.Timer;
import io.tollgate.metering.timer.TimerHandler;
import io.tollgate.metering.timer.Timers;
import io.tollgate.rules.settlement.BillDay;
import io.tollgate.rules.settlement.WorkingDays;
import java.time.Duration;
import java.time.YearMonth;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Settles each month on its bill day. A firing sets the next month's timer; the first is set when a
 * node starts and finds none.
 */
final class SettlementTimer implements TimerHandler, SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(SettlementTimer.class);

  private static final String KIND = "SETTLE_MONTH";
  private static final Duration RETRY_AFTER = Duration.ofMillis(100);
  private static final Duration RETRY_AT_MOST = Duration.ofSeconds(5);

  private final Settlement settlement;
  private final WorkingDays workingDays;
  private final CollectionLog schedule;
  private final Timers timers;
  private final TransactionalOperator transaction;
  private final BusinessClock clock;
  private final Disposable.Swap starting = Disposables.swap();
  private volatile boolean running;

  SettlementTimer(
      Settlement settlement,
      WorkingDays workingDays,
      CollectionLog schedule,
      Timers timers,
      TransactionalOperator transaction,
      BusinessClock clock) {
    this.settlement = settlement;
    this.workingDays = workingDays;
    this.schedule = schedule;
    this.timers = timers;
    this.transaction = transaction;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return KIND;
  }

  /** A month that an operator settled and moved on is left alone. */
  @Override
  public Mono<Void> fire(Timer timer) {
    var month = YearMonth.parse(timer.subject());
    return settlement
        .settle(month)
        .doOnNext(outcome -> log.info("Settlement of {}: {}", month, outcome))
        .then(Mono.defer(() -> scheduleFor(month.plusMonths(1))));
  }

  private Mono<Void> scheduleFor(YearMonth month) {
    return timers.schedule(KIND, month.toString(), BillDay.dueAt(month, workingDays, clock.zone()));
  }

  /** The last month whose bill day has not passed; others are for the operator to ask for. */
  private YearMonth firstMonth() {
    var month = YearMonth.from(clock.now().atZone(clock.zone())).minusMonths(1);
    return BillDay.dueAt(month, workingDays, clock.zone()).isAfter(clock.now())
        ? month
        : month.plusMonths(1);
  }

  @Override
  public void start() {
    running = true;
    starting.update(Mono.defer(() -> schedule.lockSchedule(KIND))
        .filter(isScheduled -> !isScheduled)
        .flatMap(unscheduled -> scheduleFor(firstMonth()))
        .as(transaction::transactional)
        .retryWhen(Retry.backoff(Long.MAX_VALUE, RETRY_AFTER).maxBackoff(RETRY_AT_MOST))
        .subscribe(nothing -> {}, error -> log.error("{} could not be set", KIND, error)));
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
