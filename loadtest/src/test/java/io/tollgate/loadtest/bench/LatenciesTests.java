package io.tollgate.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatenciesTests {

  @Test
  void givesPercentilesByTheNearestRank() {
    var latencies = Latencies.ofMillis(IntStream.rangeClosed(1, 1_000).mapToDouble(i -> 1_001 - i));

    assertThat(latencies.percentile(50)).isEqualTo(500);
    assertThat(latencies.percentile(99)).isEqualTo(990);
    assertThat(latencies.percentile(99.9)).isEqualTo(999);
    assertThat(latencies.percentile(100)).isEqualTo(1_000);
  }

  @Test
  void takesTheSlowestOfFewForTheirP99() {
    assertThat(Latencies.ofMillis(DoubleStream.of(7, 3)).percentile(99)).isEqualTo(7);
  }

  @Test
  void isEndlessWhereNothingWasAnswered() {
    var none = Latencies.ofMillis(DoubleStream.empty());

    assertThat(none.isEmpty()).isTrue();
    assertThat(none.percentile(50)).isInfinite();
  }
}
