package io.tollgate.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.loadtest.bench.Schedule.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTests {

  private static final long MILLI = 1_000_000;

  @Test
  void spreadsRequestsEvenlyFromTheStart() {
    var schedule = Schedule.steady(100, 2);

    assertThat(schedule.requests()).isEqualTo(200);
    assertThat(schedule.dueNanos(0)).isZero();
    assertThat(schedule.dueNanos(1)).isEqualTo(10 * MILLI);
    assertThat(schedule.dueNanos(199)).isEqualTo(1_990 * MILLI);
  }

  @Test
  void beginsEachStageWhenTheOneBeforeEnds() {
    var schedule = new Schedule(List.of(new Stage(10, 1), new Stage(100, 0.5), new Stage(10, 1)));

    assertThat(schedule.requests()).isEqualTo(70);
    assertThat(schedule.dueNanos(10)).isEqualTo(1_000 * MILLI);
    assertThat(schedule.dueNanos(11)).isEqualTo(1_010 * MILLI);
    assertThat(schedule.dueNanos(60)).isEqualTo(1_500 * MILLI);
    assertThat(schedule.seconds()).isEqualTo(2.5);
  }

  @Test
  void sendsAtLeastOneRequestHoweverSlowTheRate() {
    assertThat(Schedule.steady(0.1, 1).requests()).isEqualTo(1);
  }

  @Test
  void refusesRatesAndTimesThatAreNone() {
    assertThatThrownBy(() -> Schedule.steady(0, 1)).hasMessageContaining("expected: both > 0");
    assertThatThrownBy(() -> Schedule.steady(Double.NaN, 1)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Schedule(List.of())).hasMessageContaining("at least one");
  }

  @Test
  void knowsNoRequestAfterTheLast() {
    assertThatThrownBy(() -> Schedule.steady(10, 1).dueNanos(10))
        .hasMessage("request 10 (expected: below 10)");
  }
}
