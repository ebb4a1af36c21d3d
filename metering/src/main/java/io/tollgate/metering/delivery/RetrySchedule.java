package io.tollgate.metering.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When the attempts of one series are made.
 *
 * @param offsets after the first attempt, ascending, the first one zero
 * @param jitter how much earlier than its offset an attempt may leave; never before the one before
 */
public record RetrySchedule(List<Duration> offsets, Duration jitter) {

  /** What an activity without a schedule gets. */
  public static final RetrySchedule ONCE = new RetrySchedule(List.of(Duration.ZERO), Duration.ZERO);

  public RetrySchedule {
    offsets = List.copyOf(offsets);
    if (offsets.isEmpty() || !offsets.getFirst().isZero()) {
      throw new IllegalArgumentException("offsets: " + offsets + " (expected: 0 first)");
    }
  }

  /**
   * When the next attempt is due; empty when there is none and the delivery has failed.
   *
   * @param startedAt of the first attempt
   * @param attempts made in this series so far; at least 1
   * @param luck in [0, 1), says how much of the jitter to use
   */
  public Optional<Instant> next(Instant startedAt, int attempts, double luck) {
    if (attempts >= offsets.size()) {
      return Optional.empty();
    }
    var early = Duration.ofMillis((long) (jitter.toMillis() * luck));
    return Optional.of(startedAt.plus(offsets.get(attempts)).minus(early));
  }
}
