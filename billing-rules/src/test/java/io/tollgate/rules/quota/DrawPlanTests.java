package io.tollgate.rules.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrawPlanTests {

  private static final Instant NOW = Instant.parse("2026-01-10T12:00:00Z");

  @Test
  void drawsTheSoonestEndFirstWhateverOrderTheBalancesComeIn() {
    var later = balance(1, 30, 100, 0);
    var sooner = balance(2, 10, 100, 60);

    var plan = DrawPlan.overPackages(120, NOW, List.of(later, sooner));

    assertThat(plan.draws()).containsExactly(new Draw(2, 40), new Draw(1, 80));
    assertThat(plan.drawnUnits()).isEqualTo(120);
    assertThat(plan.onDemandUnits()).isZero();
  }

  @Test
  void remembersTheTurnOfAnEmptyQuotaButNoDrawOfIt() {
    var empty = balance(1, 10, 100, 100);
    var full = balance(2, 20, 100, 0);

    var plan = DrawPlan.overPackages(30, NOW, List.of(empty, full));

    assertThat(plan.steps())
        .containsExactly(new DrawStep(empty.quota(), 0, 0), new DrawStep(full.quota(), 100, 30));
    assertThat(plan.steps().getLast().afterUnits()).isEqualTo(70);
    assertThat(plan.draws()).containsExactly(new Draw(2, 30));
  }

  @Test
  void stopsAskingWhenNothingIsLeftToCover() {
    var plan =
        DrawPlan.overPackages(100, NOW, List.of(balance(1, 10, 100, 0), balance(2, 20, 100, 0)));

    assertThat(plan.steps()).hasSize(1);
  }

  @Test
  void nothingIsNoUsage() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DrawPlan.overPackages(0, NOW, List.of()))
        .withMessage("units: 0 (expected: > 0)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DrawPlan.overNamedPackage(-1, NOW, "p1", List.of(), OverQuota.CAP));
    assertThatIllegalArgumentException().isThrownBy(() -> new Draw(1, 0));
  }

  @Test
  void aQuotaGrantsNothingNegativeAndIsNeverOverdrawn() {
    assertThatIllegalArgumentException().isThrownBy(() -> balance(1, 10, -1, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> balance(1, 10, 100, 101))
        .withMessage("drawnUnits: 101 (expected: 0 to 100)");
    assertThatIllegalArgumentException().isThrownBy(() -> balance(1, 10, 100, -1));
    assertThat(balance(1, 10, 0, 0).remainingUnits()).isZero();
    assertThat(balance(1, 10, 100, 40).drawn(60).remainingUnits()).isZero();
    assertThat(balance(1, 10, 100, 40).drawn(-40).remainingUnits()).isEqualTo(100);
  }

  @Test
  void aPeriodHasALength() {
    assertThatIllegalArgumentException().isThrownBy(() -> new QuotaPeriod(NOW, NOW));
    assertThat(new QuotaPeriod(NOW, NOW.plusNanos(1)).holds(NOW)).isTrue();
    assertThat(new QuotaPeriod(NOW, NOW.plusNanos(1)).holds(NOW.plusNanos(1))).isFalse();
    assertThat(new QuotaPeriod(NOW, NOW.plusNanos(1)).holds(NOW.minusNanos(1))).isFalse();
  }

  static QuotaBalance balance(long number, int endsInDays, long granted, long drawn) {
    var period =
        new QuotaPeriod(NOW.minus(Duration.ofDays(10)), NOW.plus(Duration.ofDays(endsInDays)));
    return new QuotaBalance(new Quota(number, "p" + number, period, granted, false, NOW), drawn);
  }
}
