package io.tollgate.metering.clock;

import static java.time.temporal.ChronoUnit.MICROS;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** A clock kept in the store, so that it survives a restart and all nodes share it. */
final class TestBusinessClock implements TestClock, DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(TestBusinessClock.class);

  /** How soon a node notices that another one moved the clock. */
  private static final Duration FOLLOW_INTERVAL = Duration.ofMillis(200);

  private final ClockStore store;
  private final ZoneId zone;
  private final Supplier<List<DueWork>> dueWork;
  private final AtomicReference<Instant> now;
  private final Semaphore moving = new Semaphore(1);
  private final Disposable following;

  TestBusinessClock(ClockStore store, ZoneId zone, Instant start, Supplier<List<DueWork>> dueWork) {
    this.store = store;
    this.zone = zone;
    this.dueWork = dueWork;
    this.now = new AtomicReference<>(start);
    this.following = follow();
  }

  private Disposable follow() {
    return Flux.interval(FOLLOW_INTERVAL)
        .onBackpressureDrop()
        .concatMap(tick -> store.read(now()).onErrorResume(TestBusinessClock::skipped))
        .subscribe(this::show);
  }

  private static Mono<Instant> skipped(Throwable error) {
    log.debug("The test clock could not be read; trying again", error);
    return Mono.empty();
  }

  @Override
  public Instant now() {
    return now.get();
  }

  @Override
  public ZoneId zone() {
    return zone;
  }

  @Override
  public Mono<Instant> read() {
    return Mono.defer(() -> store.read(now())).doOnNext(this::show);
  }

  @Override
  public Mono<Instant> moveTo(Instant target) {
    var wholeMicros = target.truncatedTo(MICROS);
    return Mono.usingWhen(
        turn(), turn -> move(wholeMicros), turn -> Mono.fromRunnable(moving::release));
  }

  private Mono<Boolean> turn() {
    return Mono.fromCallable(moving::tryAcquire)
        .filter(acquired -> acquired)
        .switchIfEmpty(Mono.error(MoveUnderWay::new))
        .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, Duration.ofMillis(10))
            .filter(MoveUnderWay.class::isInstance));
  }

  private Mono<Instant> move(Instant target) {
    return store.read(now()).flatMap(kept -> {
      show(kept);
      if (target.isBefore(kept)) {
        return Mono.error(new ClockMovedBackException(kept, target));
      }
      return step(target).repeat().takeUntil(arrived -> arrived).then(Mono.fromSupplier(this::now));
    });
  }

  /** Does what is due, then goes to the next due time or to the target; true once there. */
  private Mono<Boolean> step(Instant target) {
    return runDue()
        .then(Mono.defer(() -> nextDue(target)))
        .flatMap(next -> set(next)
            .then(Mono.defer(
                () -> next.equals(target) ? runDue().thenReturn(true) : Mono.just(false))));
  }

  private Mono<Instant> nextDue(Instant target) {
    return Flux.fromIterable(dueWork.get())
        .concatMap(DueWork::nextDue)
        .reduce(target, (earliest, due) -> due.isBefore(earliest) ? due : earliest);
  }

  /** Work makes work: goes round until a whole round found nothing. */
  private Mono<Void> runDue() {
    return Flux.fromIterable(dueWork.get())
        .concatMap(DueWork::runDue)
        .reduce(0L, Long::sum)
        .repeat()
        .takeUntil(done -> done == 0)
        .then();
  }

  private Mono<Void> set(Instant next) {
    return store.advance(next).doOnNext(this::show).then();
  }

  private void show(Instant kept) {
    now.accumulateAndGet(kept, (shown, read) -> read.isAfter(shown) ? read : shown);
  }

  @Override
  public void destroy() {
    following.dispose();
  }

  private static final class MoveUnderWay extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MoveUnderWay() {
      super("another move of the test clock is under way", null, false, false);
    }
  }
}
