package io.tollgate.metering.timer;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.clock.DueWork;
import io.tollgate.metering.work.WakeLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Fires due timers in a few lanes, each one timer at a time in one transaction with its removal.
 * Timers start in order of due time; while the oldest is far behind, as after an outage, a later
 * due time waits until all earlier ones are done.
 */
final class TimerWorker implements SmartLifecycle, DueWork {

  private static final Logger log = LoggerFactory.getLogger(TimerWorker.class);

  private static final Duration RECHECK = Duration.ofMillis(2);
  private static final long NOTHING_DUE = -1;
  private static final long NONE = -1;

  private final TimerQueue queue;
  private final BusinessClock clock;
  private final TransactionalOperator transaction;
  private final Map<String, TimerHandler> handlers;
  private final TimerProperties properties;
  private final MeterRegistry meters;
  private final Set<Long> inHand = ConcurrentHashMap.newKeySet();
  private final AtomicInteger nextLane = new AtomicInteger();
  private volatile List<WakeLoop> lanes = List.of();

  TimerWorker(
      TimerQueue queue,
      BusinessClock clock,
      TransactionalOperator transaction,
      List<TimerHandler> handlers,
      TimerProperties properties,
      MeterRegistry meters) {
    this.queue = queue;
    this.clock = clock;
    this.transaction = transaction;
    this.handlers =
        handlers.stream().collect(Collectors.toMap(TimerHandler::kind, Function.identity()));
    this.properties = properties;
    this.meters = meters;
  }

  @Override
  public void start() {
    lanes = IntStream.range(0, properties.lanes()).mapToObj(this::startLane).toList();
  }

  /** One lane polls for all; whoever finds a timer calls the next lane for more. */
  private WakeLoop startLane(int lane) {
    var interval = properties.pollInterval().multipliedBy(properties.lanes());
    return WakeLoop.start("timer lane " + lane, interval, () -> drain().then());
  }

  void wake() {
    lanes.forEach(WakeLoop::wake);
  }

  private void wakeAnother() {
    var awake = lanes;
    if (!awake.isEmpty()) {
      awake.get(Math.floorMod(nextLane.getAndIncrement(), awake.size())).wake();
    }
  }

  private Mono<Long> drain() {
    return Flux.defer(this::fireFirst).repeat().takeWhile(fired -> fired).count();
  }

  /** False when nothing was there to fire. Looks first, as a look is cheaper than a transaction. */
  private Mono<Boolean> fireFirst() {
    return queue
        .anyReady(handlers.keySet(), clock.now(), inHand)
        .flatMap(ready -> ready ? fireReady() : Mono.just(false));
  }

  private Mono<Boolean> fireReady() {
    var taken = new AtomicLong(NONE);
    return queue
        .takeFirst(handlers.keySet(), clock.now(), properties.orderlyAfter())
        .doOnNext(timer -> hold(timer, taken))
        .flatMap(this::fire)
        .as(transaction::transactional)
        .onErrorResume(FiringFailed.class, this::postpone)
        .defaultIfEmpty(false)
        .doFinally(signal -> inHand.remove(taken.get()));
  }

  /** Until it is committed a timer of ours still shows, and the other lanes need not look at it. */
  private void hold(Timer timer, AtomicLong taken) {
    taken.set(timer.timerNo());
    inHand.add(timer.timerNo());
    wakeAnother();
  }

  private Mono<Boolean> fire(Timer timer) {
    var started = System.nanoTime();
    return Mono.defer(() -> handler(timer).fire(timer))
        .timeout(properties.timeout())
        .onErrorMap(error -> new FiringFailed(timer, error))
        .then(Mono.fromSupplier(() -> {
          meters
              .timer("tollgate.timer.fired", "kind", timer.kind())
              .record(Duration.ofNanos(System.nanoTime() - started));
          return true;
        }));
  }

  private TimerHandler handler(Timer timer) {
    var handler = handlers.get(timer.kind());
    if (handler == null) {
      throw new IllegalStateException("timer kind: " + timer.kind() + " has no handler");
    }
    return handler;
  }

  private Mono<Boolean> postpone(FiringFailed failure) {
    var timer = failure.timer;
    log.warn("Timer {} {} failed and is tried again", timer.kind(), timer.subject(), failure);
    meters.counter("tollgate.timer.failed", "kind", timer.kind()).increment();
    return queue.postpone(timer, String.valueOf(failure.getCause())).thenReturn(true);
  }

  /** Drains in one lane of its own, which calls the others for help where there is more. */
  @Override
  public Mono<Long> runDue() {
    return anyDue()
        .flatMap(due -> due ? drain() : Mono.just(NOTHING_DUE))
        .expand(done -> done == NOTHING_DUE ? Mono.empty() : drainWhatIsLeft())
        .filter(done -> done > 0)
        .reduce(0L, Long::sum);
  }

  /** What is left may be under way in another lane, or be kept back after a failure. */
  private Mono<Long> drainWhatIsLeft() {
    return anyDue()
        .flatMap(due -> due ? drain().delaySubscription(RECHECK) : Mono.just(NOTHING_DUE));
  }

  private Mono<Boolean> anyDue() {
    return Mono.defer(() -> queue.anyDue(handlers.keySet(), clock.now()));
  }

  @Override
  public Mono<Instant> nextDue() {
    return Mono.defer(() -> queue.nextDue(handlers.keySet(), clock.now()));
  }

  @Override
  public void stop() {
    lanes.forEach(Disposable::dispose);
    lanes = List.of();
  }

  @Override
  public boolean isRunning() {
    return !lanes.isEmpty();
  }

  private static final class FiringFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Timer timer;

    FiringFailed(Timer timer, Throwable cause) {
      super(cause);
      this.timer = timer;
    }
  }
}
