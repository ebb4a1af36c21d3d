package io.tollgate.gateway.isv.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTests {

  private static final int ISV = 1;

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final RateLimit limit = new RateLimit(new RateLimitProperties(10, 3), nanos::get);

  @Test
  void admitsABurstAndThenSaysHowLongToWait() {
    assertThat(limit.take(ISV)).isZero();
    assertThat(limit.take(ISV)).isZero();
    assertThat(limit.take(ISV)).isZero();
    assertThat(limit.take(ISV)).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void admitsAgainAtTheSustainedRateAcrossAWrapOfTheClock() {
    for (var i = 0; i < 3; i++) {
      limit.take(ISV);
    }

    nanos.addAndGet(Duration.ofMillis(100).toNanos());

    assertThat(limit.take(ISV)).isZero();
    assertThat(limit.take(ISV)).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void countsEachIsvForItself() {
    for (var i = 0; i < 4; i++) {
      limit.take(ISV);
    }

    assertThat(limit.take(2)).isZero();
  }

  @Test
  void doesNotSaveUpMoreThanABurst() {
    limit.take(ISV);
    nanos.addAndGet(Duration.ofHours(1).toNanos());

    for (var i = 0; i < 3; i++) {
      assertThat(limit.take(ISV)).isZero();
    }
    assertThat(limit.take(ISV)).isPositive();
  }
}
