package io.tollgate.metering.timer;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.clock.DueWork;
import io.tollgate.metering.work.WakeLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
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
 * Fires due timers in a few lanes, each one timer at a time in one transaction with its removal, or
 * as many of a kind as its handler can do together. Where several fail together they are fired one
 * by one next, so that one that cannot be fired holds up no other.
 *
 * <p>Timers start in order of due time; while the oldest is far behind, as after an outage, a later
 * due time waits until all earlier ones are done.
 */
final class TimerWorker implements SmartLifecycle, DueWork {

  private static final Logger log = LoggerFactory.getLogger(TimerWorker.class);

  private static final Duration RECHECK = Duration.ofMillis(2);
  private static final long NOTHING_DUE = -1;
  private static final int ONE_BY_ONE = 100;

  private final TimerQueue queue;
  private final BusinessClock clock;
  private final TransactionalOperator transaction;
  private final Map<String, TimerHandler> handlers;
  private final TimerProperties properties;
  private final MeterRegistry meters;
  private final Set<Long> inHand = ConcurrentHashMap.newKeySet();
  private final AtomicInteger nextLane = new AtomicInteger();
  private final AtomicInteger oneByOne = new AtomicInteger();
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

  /** Looks first, as a look is cheaper than a transaction; then fires until there is none. */
  private Mono<Long> drain() {
    return queue
        .anyReady(handlers.keySet(), clock.now(), inHand)
        .flatMap(ready -> ready ? fireAll() : Mono.just(0L));
  }

  private Mono<Long> fireAll() {
    return Flux.defer(this::fireNext).repeat().takeWhile(fired -> fired > 0).reduce(0L, Long::sum);
  }

  /** How many were fired, or failed; 0 when nothing was there to fire. */
  private Mono<Integer> fireNext() {
    var taken = new HashSet<Long>();
    return queue
        .takeFirst(handlers.keySet(), clock.now(), properties.orderlyAfter())
        .flatMap(this::withAlike)
        .doOnNext(timers -> hold(timers, taken))
        .flatMap(this::fire)
        .as(transaction::transactional)
        .onErrorResume(FiringFailed.class, this::setAside)
        .defaultIfEmpty(0)
        .doFinally(signal -> inHand.removeAll(taken));
  }

  private Mono<List<Timer>> withAlike(Timer first) {
    var more = handler(first).together() - 1;
    if (more <= 0 || oneByOne.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      return Mono.just(List.of(first));
    }
    return queue
        .takeAlike(first, clock.now(), properties.orderlyAfter(), more)
        .startWith(first)
        .collectList();
  }

  /** Until they are committed our timers still show, and the other lanes need not look at them. */
  private void hold(List<Timer> timers, Set<Long> taken) {
    timers.forEach(timer -> taken.add(timer.timerNo()));
    inHand.addAll(taken);
    wakeAnother();
  }

  private Mono<Integer> fire(List<Timer> timers) {
    var started = System.nanoTime();
    var kind = timers.getFirst().kind();
    return Mono.defer(() -> handler(timers.getFirst()).fireAll(timers))
        .timeout(properties.timeout())
        .onErrorMap(error -> new FiringFailed(timers, error))
        .then(Mono.fromSupplier(() -> {
          var each = Duration.ofNanos((System.nanoTime() - started) / timers.size());
          timers.forEach(
              timer -> meters.timer("tollgate.timer.fired", "kind", kind).record(each));
          return timers.size();
        }));
  }

  private TimerHandler handler(Timer timer) {
    var handler = handlers.get(timer.kind());
    if (handler == null) {
      throw new IllegalStateException("timer kind: " + timer.kind() + " has no handler");
    }
    return handler;
  }

  private Mono<Integer> setAside(FiringFailed failure) {
    if (failure.timers.size() > 1) {
      oneByOne.set(ONE_BY_ONE);
      return Mono.just(failure.timers.size());
    }
    return postpone(failure.timers.getFirst(), failure);
  }

  private Mono<Integer> postpone(Timer timer, FiringFailed failure) {
    log.warn("Timer {} {} failed and is tried again", timer.kind(), timer.subject(), failure);
    meters.counter("tollgate.timer.failed", "kind", timer.kind()).increment();
    return queue.postpone(timer, String.valueOf(failure.getCause())).thenReturn(1);
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

    private final transient List<Timer> timers;

    FiringFailed(List<Timer> timers, Throwable cause) {
      super(cause);
      this.timers = List.copyOf(timers);
    }
  }
}
