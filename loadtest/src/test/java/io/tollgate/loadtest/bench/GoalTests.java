package io.tollgate.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoalTests {

  @Test
  void roundsNoFigureUpToItsGoal() {
    var goal = new Goal.AtLeast(0.5);

    assertThat(goal.shown(0.4999)).isEqualTo("0.49");
    assertThat(goal.judge(0.4999)).isEqualTo("goal >= 0.50, MISSED");
    assertThat(goal.judge(0.5)).isEqualTo("goal >= 0.50, reached");
  }

  @Test
  void roundsNoFigureDownToItsGoal() {
    var goal = new Goal.AtMost(768);

    assertThat(goal.shown(768.01)).isEqualTo("769");
    assertThat(goal.judge(768.01)).isEqualTo("goal <= 768, MISSED");
  }

  @Test
  void saysNothingWhereNoGoalIsSet() {
    assertThat(Goal.more().judge(1)).isEmpty();
    assertThat(Goal.less().shown(1_234.2)).isEqualTo("1,235");
    assertThat(Goal.more().shown(1_234.9)).isEqualTo("1,234");
  }

  @Test
  void isNotReachedByWhatCouldNotBeMeasured() {
    assertThat(new Goal.AtMost(50).isReachedBy(Double.POSITIVE_INFINITY)).isFalse();
    assertThat(new Goal.AtLeast(0.5).isReachedBy(Double.NaN)).isFalse();
    assertThat(new Goal.AtMost(50).shown(Double.POSITIVE_INFINITY)).isEqualTo("none");
  }
}
