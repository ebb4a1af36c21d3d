package io.tollgate.metering.work;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Runs rounds of work, one at a time: at every poll, and at once when woken. A wake during a round
 * is remembered, so that what was committed before the wake is always seen by a later round. A
 * round that fails is tried again at the next poll, and logged when it is the first to.
 */
public final class WakeLoop implements Disposable {

  private static final Logger log = LoggerFactory.getLogger(WakeLoop.class);

  private final String name;
  private final Supplier<Mono<Void>> round;
  private final AtomicInteger wakes = new AtomicInteger();
  private final AtomicBoolean failing = new AtomicBoolean();
  private final Disposable.Composite running = Disposables.composite();
  private final Disposable.Swap current = Disposables.swap();

  private WakeLoop(String name, Supplier<Mono<Void>> round) {
    this.name = name;
    this.round = round;
    running.add(current);
  }

  /** Starts a loop that polls every {@code interval}, the first time at once. */
  public static WakeLoop start(String name, Duration interval, Supplier<Mono<Void>> round) {
    var loop = new WakeLoop(name, round);
    loop.running.add(
        Flux.interval(Duration.ZERO, interval).onBackpressureDrop().subscribe(tick -> loop.wake()));
    return loop;
  }

  /** Returns at once; safe from any thread. */
  public void wake() {
    if (wakes.getAndIncrement() == 0) {
      runRound();
    }
  }

  private void runRound() {
    if (running.isDisposed()) {
      return;
    }
    wakes.set(1);
    current.replace(Mono.defer(round)
        .subscribeOn(Schedulers.parallel())
        .doOnSuccess(nothing -> succeeded())
        .onErrorResume(this::logged)
        .doFinally(signal -> roundEnded())
        .subscribe());
  }

  /** Says once that it fails, not at every poll of an outage. */
  private Mono<Void> logged(Throwable error) {
    if (!running.isDisposed() && failing.compareAndSet(false, true)) {
      log.warn("{}: a round failed and is tried again at every poll", name, error);
    }
    return Mono.empty();
  }

  private void succeeded() {
    if (failing.compareAndSet(true, false)) {
      log.info("{}: works again", name);
    }
  }

  private void roundEnded() {
    if (wakes.decrementAndGet() > 0) {
      runRound();
    }
  }

  /** Stops at once; a round under way is cancelled, which rolls its transaction back. */
  @Override
  public void dispose() {
    running.dispose();
  }

  @Override
  public boolean isDisposed() {
    return running.isDisposed();
  }
}
