package io.tollgate.metering.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetriesTests {

  @Test
  void triesForSeventyFiveHours() {
    var sum = IntStream.rangeClosed(1, 100)
        .mapToObj(Retries::pauseAfter)
        .flatMap(Optional::stream)
        .reduce(Duration.ZERO, Duration::plus);

    assertThat(sum).isEqualTo(Duration.ofHours(75));
  }

  @Test
  void waitsEverLonger() {
    var pauses = IntStream.rangeClosed(1, 9)
        .mapToObj(Retries::pauseAfter)
        .flatMap(Optional::stream)
        .toList();

    assertThat(pauses).hasSize(9).isSorted();
    assertThat(Retries.pauseAfter(10)).isEmpty();
  }
}
