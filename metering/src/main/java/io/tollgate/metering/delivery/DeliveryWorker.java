package io.tollgate.metering.delivery;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.clock.DueWork;
import io.tollgate.metering.delivery.CallOutcome.Exchange;
import io.tollgate.metering.delivery.CallOutcome.Unanswered;
import io.tollgate.metering.delivery.DeliveryQueue.LeasedDelivery;
import io.tollgate.metering.work.WakeLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * Takes due deliveries by lease and makes their calls, many at once, few to one ISV. Each call that
 * ends makes the worker look again, so that a slow ISV holds up only its own.
 */
final class DeliveryWorker implements SmartLifecycle, DueWork {

  private static final Logger log = LoggerFactory.getLogger(DeliveryWorker.class);

  private static final Duration RECHECK = Duration.ofMillis(5);

  private final DeliveryQueue queue;
  private final ProductionInterface production;
  private final DeliveryEnding ending;
  private final BusinessClock clock;
  private final DeliveryProperties properties;
  private final MeterRegistry meters;
  private final TargetLoad load;
  private final AtomicLong ended = new AtomicLong();
  private final AtomicLong pending = new AtomicLong();
  /** Under way since the last start; what is disposed takes nothing in any more. */
  private volatile Disposable.Composite calls = Disposables.composite();

  private volatile @Nullable WakeLoop loop;
  private volatile @Nullable WakeLoop counting;

  DeliveryWorker(
      DeliveryQueue queue,
      ProductionInterface production,
      DeliveryEnding ending,
      BusinessClock clock,
      DeliveryProperties properties,
      MeterRegistry meters) {
    this.queue = queue;
    this.production = production;
    this.ending = ending;
    this.clock = clock;
    this.properties = properties;
    this.meters = meters;
    this.load = new TargetLoad(properties.perTarget(), properties.unansweredBeforeCaution());
    Gauge.builder("tollgate.delivery.in.flight", load, TargetLoad::total).register(meters);
    Gauge.builder("tollgate.delivery.cautious.targets", load, TargetLoad::cautious)
        .register(meters);
    Gauge.builder("tollgate.delivery.pending", pending, AtomicLong::get).register(meters);
  }

  @Override
  public void start() {
    calls = Disposables.composite();
    loop = WakeLoop.start("deliveries", properties.pollInterval(), this::round);
    counting = WakeLoop.start("delivery count", Duration.ofSeconds(10), this::count);
  }

  private Mono<Void> count() {
    return queue.countPending().doOnNext(pending::set).then();
  }

  void wake() {
    var running = loop;
    if (running != null) {
      running.wake();
    }
  }

  private Mono<Void> round() {
    var free = properties.inFlight() - load.total();
    if (free <= 0) {
      return Mono.empty();
    }
    return queue
        .take(clock.now(), load.free(), load.perTarget(), free, properties.lease())
        .doOnNext(this::launch)
        .then();
  }

  private void launch(LeasedDelivery leased) {
    var isv = leased.delivery().isvNo();
    load.left(isv);
    var slot = Disposables.swap();
    var underWay = calls;
    underWay.add(slot);
    slot.update(attempt(leased)
        .onErrorResume(error -> {
          log.warn(
              "Delivery {} could not be written down; its lease will end",
              leased.delivery().deliveryNo(),
              error);
          return Mono.empty();
        })
        .doFinally(signal -> {
          load.ended(isv);
          ended.incrementAndGet();
          underWay.remove(slot);
          wake();
        })
        .subscribe());
  }

  private Mono<Void> attempt(LeasedDelivery leased) {
    var at = clock.now();
    var started = System.nanoTime();
    return production
        .call(call(leased.delivery()))
        .timeout(properties.callTimeout())
        .onErrorResume(error -> Mono.just(givenUp(error, started)))
        .doOnNext(outcome -> judge(leased.delivery(), outcome, started))
        .flatMap(outcome -> ending.after(leased, at, outcome));
  }

  private static ProductionCall call(Delivery delivery) {
    return new ProductionCall(
        delivery.deliveryNo(),
        delivery.attemptCount(),
        delivery.activity(),
        delivery.generation(),
        delivery.isvNo(),
        delivery.productionUrl(),
        delivery.members());
  }

  private static CallOutcome givenUp(Throwable error, long started) {
    var tookMillis = (int) Duration.ofNanos(System.nanoTime() - started).toMillis();
    var exchange = new Exchange(null, null, tookMillis, null);
    return new Unanswered(exchange, error.getClass().getSimpleName() + ": " + error.getMessage());
  }

  private void judge(Delivery delivery, CallOutcome outcome, long started) {
    if (outcome instanceof Unanswered) {
      load.unanswered(delivery.isvNo());
    } else {
      load.answered(delivery.isvNo());
    }
    meters
        .timer(
            "tollgate.delivery.calls",
            "activity",
            delivery.activity().wireName(),
            "outcome",
            outcome.getClass().getSimpleName())
        .record(Duration.ofNanos(System.nanoTime() - started));
  }

  @Override
  public Mono<Long> runDue() {
    return Mono.defer(() -> {
      var before = ended.get();
      return anyDue()
          .doOnNext(due -> {
            if (due) {
              wake();
            }
          })
          .repeatWhen(rounds -> rounds.delayElements(RECHECK))
          .takeUntil(due -> !due)
          .then(Mono.fromSupplier(() -> ended.get() - before));
    });
  }

  private Mono<Boolean> anyDue() {
    return Mono.defer(() -> queue.anyDue(clock.now()));
  }

  @Override
  public Mono<Instant> nextDue() {
    return Mono.defer(() -> queue.nextDue(clock.now()));
  }

  /** Calls under way are abandoned; their leases end and another node, or this one, repeats them. */
  @Override
  public void stop() {
    dispose(loop);
    dispose(counting);
    loop = null;
    counting = null;
    calls.dispose();
  }

  private static void dispose(@Nullable Disposable loop) {
    if (loop != null) {
      loop.dispose();
    }
  }

  @Override
  public boolean isRunning() {
    return loop != null;
  }
}
