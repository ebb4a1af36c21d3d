package io.tollgate.metering.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetLoadTests {

  private static final int ISV = 7;

  private final TargetLoad load = new TargetLoad(4, 2);

  @Test
  void saysNothingOfAnIsvWithoutCalls() {
    assertThat(load.free()).isEmpty();
    assertThat(load.total()).isZero();
  }

  @Test
  void countsCallsUnderWay() {
    load.left(ISV);
    load.left(ISV);

    assertThat(load.free()).isEqualTo(Map.of(ISV, 2));

    load.ended(ISV);
    load.ended(ISV);

    assertThat(load.free()).isEmpty();
  }

  @Test
  void asksAnIsvThatDoesNotAnswerOneCallAtATime() {
    load.unanswered(ISV);
    assertThat(load.cautious()).isZero();
    load.unanswered(ISV);

    assertThat(load.cautious()).isEqualTo(1);
    assertThat(load.free()).isEqualTo(Map.of(ISV, 1));
    load.left(ISV);
    assertThat(load.free()).isEqualTo(Map.of(ISV, 0));
  }

  @Test
  void trustsItAgainWhenItAnswers() {
    load.unanswered(ISV);
    load.unanswered(ISV);

    load.answered(ISV);

    assertThat(load.free()).isEmpty();
    assertThat(load.cautious()).isZero();
  }
}
