package io.tollgate.gateway.isv.ratelimit;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Bounds the requests of each ISV on this node: a bucket of {@code burst} requests, filled evenly.
 * One entry for each ISV that ever called, and there are few thousands of them. Thread-safe,
 * without a lock.
 *
 * <p>It keeps, for each ISV, the instant at which its bucket will be full again (GCRA). A request
 * moves that instant on by the time that one request takes to come back, unless it then lies
 * further ahead than a whole bucket takes to fill.
 */
@Component
public final class RateLimit {

  private final long nanosPerRequest;
  private final long nanosPerBurst;
  private final LongSupplier nanoTime;
  private final ConcurrentMap<Integer, AtomicLong> fullAt = new ConcurrentHashMap<>();

  @Autowired
  RateLimit(RateLimitProperties properties) {
    this(properties, System::nanoTime);
  }

  RateLimit(RateLimitProperties properties, LongSupplier nanoTime) {
    this.nanosPerRequest = Math.max(1, 1_000_000_000L / properties.requestsPerSecond());
    this.nanosPerBurst = nanosPerRequest * properties.burst();
    this.nanoTime = nanoTime;
  }

  /** Takes one request from an ISV's bucket: zero where it may go on, else how long to wait. */
  public Duration take(int isvNo) {
    var now = nanoTime.getAsLong();
    var full = fullAt.computeIfAbsent(isvNo, isv -> new AtomicLong(now));
    while (true) {
      var before = full.get();
      // Differences, because nanoTime may wrap.
      var after = before - now < 0 ? now + nanosPerRequest : before + nanosPerRequest;
      var excess = after - now - nanosPerBurst;
      if (excess > 0) {
        return Duration.ofNanos(excess);
      }
      if (full.compareAndSet(before, after)) {
        return Duration.ZERO;
      }
    }
  }
}
