package io.tollgate.metering.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryScheduleTests {

  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

  private static final RetrySchedule HOURLY = new RetrySchedule(
      List.of(Duration.ZERO, Duration.ofHours(1), Duration.ofHours(2)), Duration.ofSeconds(30));

  @Test
  void countsEveryAttemptFromTheFirst() {
    assertThat(HOURLY.next(NOON, 1, 0)).contains(NOON.plusSeconds(3_600));
    assertThat(HOURLY.next(NOON, 2, 0)).contains(NOON.plusSeconds(7_200));
  }

  @Test
  void endsAfterTheLastAttempt() {
    assertThat(HOURLY.next(NOON, 3, 0)).isEmpty();
    assertThat(RetrySchedule.ONCE.next(NOON, 1, 0)).isEmpty();
  }

  @Test
  void isEarlyByChanceAndNeverLate() {
    assertThat(HOURLY.next(NOON, 1, 0.5)).contains(NOON.plusSeconds(3_585));
    assertThat(HOURLY.next(NOON, 1, 0.999))
        .hasValueSatisfying(
            due -> assertThat(due).isBetween(NOON.plusSeconds(3_570), NOON.plusSeconds(3_600)));
  }

  @Test
  void needsAFirstAttempt() {
    assertThatThrownBy(() -> new RetrySchedule(List.of(), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: 0 first");
  }
}
