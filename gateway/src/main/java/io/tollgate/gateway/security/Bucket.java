package io.tollgate.gateway.security;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bucket of requests that fills evenly. It keeps the instant at which it will be full again; a
 * request moves that instant on by the time in which one request comes back, and is refused where it
 * would then lie further ahead than a whole bucket takes to fill. Thread-safe, without a lock.
 */
final class Bucket {

  private final long nanosPerRequest;
  private final long nanosPerBurst;
  private final AtomicLong fullAt;

  Bucket(FaceLimitProperties properties, long nowNanos) {
    this.nanosPerRequest = Duration.ofSeconds(1).toNanos() / properties.requestsPerSecond();
    this.nanosPerBurst = nanosPerRequest * properties.burst();
    this.fullAt = new AtomicLong(nowNanos);
  }

  /** Takes one request: zero where it may go on, else how long to wait. */
  Duration take(long nowNanos) {
    while (true) {
      var before = fullAt.get();
      // Compared by their difference, as a clock of nanoseconds may wrap.
      var after = (before - nowNanos < 0 ? nowNanos : before) + nanosPerRequest;
      var excess = after - nowNanos - nanosPerBurst;
      if (excess > 0) {
        return Duration.ofNanos(excess);
      }
      if (fullAt.compareAndSet(before, after)) {
        return Duration.ZERO;
      }
    }
  }
}
