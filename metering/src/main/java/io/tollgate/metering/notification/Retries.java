package io.tollgate.metering.notification;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When a notification that was not heard is sent again: soon at first, then ever more patiently, ten
 * attempts over 75 hours.
 */
final class Retries {

  private static final List<Duration> PAUSES = List.of(
      Duration.ofSeconds(5),
      Duration.ofMinutes(5),
      Duration.ofMinutes(30),
      Duration.ofHours(2),
      Duration.ofHours(5),
      Duration.ofHours(10),
      Duration.ofHours(14),
      Duration.ofHours(20),
      Duration.ofHours(23).plusMinutes(24).plusSeconds(55));

  private Retries() {}

  /** The pause after an attempt, counted from 1; empty where it was the last. */
  static Optional<Duration> pauseAfter(int attempt) {
    return attempt > PAUSES.size() ? Optional.empty() : Optional.of(PAUSES.get(attempt - 1));
  }
}
