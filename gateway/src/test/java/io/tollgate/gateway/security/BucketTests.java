package io.tollgate.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BucketTests {

  private static final long NOW = Long.MAX_VALUE - 5;

  private final Bucket bucket = new Bucket(new FaceLimitProperties(10, 3), NOW);

  @Test
  void letsABurstThroughAndSaysHowLongToWaitThen() {
    for (var i = 0; i < 3; i++) {
      assertThat(bucket.take(NOW)).isZero();
    }

    assertThat(bucket.take(NOW)).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void fillsEvenlyAlsoWhenTheClockWraps() {
    for (var i = 0; i < 4; i++) {
      bucket.take(NOW);
    }
    var later = NOW + Duration.ofMillis(100).toNanos();

    assertThat(bucket.take(later)).isZero();
    assertThat(bucket.take(later)).isPositive();
  }
}
