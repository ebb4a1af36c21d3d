package io.tollgate.loadtest.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PercentilesTests {

  @Test
  void takesTheNearestRank() {
    var percentiles = Percentiles.of(
        IntStream.rangeClosed(1, 100).mapToObj(value -> 101.0 - value).toList());

    assertThat(percentiles.at(50)).isEqualTo(50);
    assertThat(percentiles.at(99)).isEqualTo(99);
    assertThat(percentiles.at(99.5)).isEqualTo(100);
    assertThat(percentiles.most()).isEqualTo(100);
  }

  @Test
  void saysThatNothingWasMeasured() {
    assertThatThrownBy(() -> Percentiles.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("values: none (expected: at least one)");
  }
}
