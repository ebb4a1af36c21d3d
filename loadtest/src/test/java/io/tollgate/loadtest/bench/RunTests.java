package io.tollgate.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RunTests {

  private static final long MILLI = 1_000_000;

  @Test
  void countsLatencyFromWhenARequestWasDue() {
    var run = new Run(2);

    answer(run, 0, 0, 5);
    answer(run, 1, 10, 90);

    assertThat(run.latencies().percentile(50)).isEqualTo(5);
    assertThat(run.latencies().percentile(100)).isEqualTo(80);
    assertThat(run.seconds()).isEqualTo(0.09);
  }

  @Test
  void countsOnlyWhatWasAnsweredAsHoped() {
    var run = new Run(4);

    answer(run, 0, 0, 500);
    run.turnedAway(true, 600 * MILLI);
    run.turnedAway(false, 700 * MILLI);
    run.other("500 broken", 1, 1_000 * MILLI);

    assertThat(run.perSecond()).isEqualTo(1);
    assertThat(run.turnedAway()).isEqualTo(2);
    assertThat(run.toldWhen()).isEqualTo(1);
    assertThat(run.others()).isEqualTo(Map.of("500 broken", 1L));
  }

  @Test
  void countsGoodputByWhenTheAnswerCame() {
    var run = new Run(3);

    answer(run, 0, 0, 900);
    answer(run, 1, 500, 1_100);
    answer(run, 2, 900, 2_500);

    assertThat(run.perSecond(1, 2)).isEqualTo(1);
    assertThat(run.perSecond(1, 3)).isEqualTo(1);
  }

  @Test
  void findsLatenciesByWhenTheRequestWasDue() {
    var run = new Run(3);

    answer(run, 0, 0, 900);
    answer(run, 1, 500, 1_100);
    answer(run, 2, 1_000, 2_500);

    assertThat(run.latencies(0.5, 1).percentile(99)).isEqualTo(600);
    assertThat(run.latencies(0, 1).count()).isEqualTo(2);
  }

  @Test
  void isNormalAgainWhenNoLaterWindowIsSlow() {
    var run = new Run(8);
    for (var window = 0; window < 8; window++) {
      var slow = window < 2 || window == 3;
      answer(run, window, window * 250L, window * 250L + (slow ? 100 : 10));
    }

    assertThat(run.secondsUntilNormal(0, 2, 0.25, 50)).isEqualTo(1);
  }

  @Test
  void isNormalAtOnceWhereNoWindowIsSlow() {
    var run = new Run(4);
    for (var window = 0; window < 4; window++) {
      answer(run, window, window * 250L, window * 250L + 10);
    }

    assertThat(run.secondsUntilNormal(0, 1, 0.25, 50)).isZero();
  }

  @Test
  void isNeverNormalWhereTheLastWindowHasNoAnswer() {
    var run = new Run(3);
    for (var window = 0; window < 3; window++) {
      answer(run, window, window * 250L, window * 250L + 10);
    }

    assertThat(run.secondsUntilNormal(0, 1, 0.25, 50)).isEqualTo(1);
  }

  private static void answer(Run run, int number, long dueMillis, long answeredMillis) {
    run.due(number, dueMillis * MILLI);
    run.answered(number, answeredMillis * MILLI);
  }
}
