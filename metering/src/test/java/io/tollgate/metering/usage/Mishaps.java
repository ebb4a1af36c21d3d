package io.tollgate.metering.usage;

import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.tollgate.metering.quota.ReservationsAwayException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Decides, from a seed, what happens to each call that leaves the engine: how long it takes to get
 * there and back, whether it gets there, whether its answer does. While a store is away nothing does.
 */
final class Mishaps {

  private final Random random;
  private final List<String> trace = new ArrayList<>();
  private boolean over;
  private boolean ledgerAway;
  private boolean redisAway;
  private final double failures;

  Mishaps(long seed) {
    this.random = new Random(seed);
    this.failures = random.nextInt(4) * 0.05;
  }

  Random random() {
    return random;
  }

  /** From now on every call is answered. */
  void stop() {
    over = true;
    ledgerAway = false;
    redisAway = false;
  }

  void ledgerAway(boolean away) {
    ledgerAway = away && !over;
    note("ledger " + (ledgerAway ? "away" : "back"));
  }

  void redisAway(boolean away) {
    redisAway = away && !over;
    note("redis " + (redisAway ? "away" : "back"));
  }

  /** What happened, line by line; equal for equal seeds. */
  List<String> trace() {
    return trace;
  }

  void note(String what) {
    trace.add(now().toEpochMilli() + " " + what);
  }

  static Instant now() {
    return Instant.ofEpochMilli(
        Schedulers.parallel().now(java.util.concurrent.TimeUnit.MILLISECONDS));
  }

  <T> Mono<T> toLedger(String what, Mono<T> call) {
    return Mono.defer(() -> travel(
        what,
        call,
        () -> ledgerAway,
        () -> new R2dbcNonTransientResourceException("the connection is gone")));
  }

  <T> Mono<T> toRedis(String what, Mono<T> call) {
    return Mono.defer(() -> travel(
        what,
        call,
        () -> redisAway,
        () -> new ReservationsAwayException(new IllegalStateException("the connection is gone"))));
  }

  /** A call that was sent goes on whether or not its sender still waits. */
  private <T> Mono<T> travel(
      String what, Mono<T> call, Supplier<Boolean> away, Supplier<RuntimeException> lost) {
    var there = delay();
    var back = delay();
    var getsThere = over || random.nextDouble() >= failures;
    var comesBack = over || random.nextDouble() >= failures;
    var travelled = Mono.delay(there)
        .flatMap(arrived -> getsThere && !away.get()
            ? call.doOnSuccess(answer -> note(what + " " + answer))
            : Mono.<T>error(lost.get()))
        .materialize()
        .delayElement(back)
        .<T>dematerialize()
        .flatMap(answer -> comesBack ? Mono.just(answer) : Mono.error(lost.get()))
        .switchIfEmpty(Mono.defer(() -> comesBack ? Mono.empty() : Mono.error(lost.get())));
    return Mono.fromFuture(travelled.toFuture(), true);
  }

  /** Mostly a millisecond or two, now and then long enough for the caller to lose patience. */
  private Duration delay() {
    var roll = random.nextInt(100);
    return Duration.ofMillis(
        roll < 90 || over ? 1 + random.nextInt(3) : 10 + random.nextInt(roll < 98 ? 100 : 2_500));
  }
}
