package io.tollgate.rules.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.rules.quota.CorrectionOutcome.Corrected;
import io.tollgate.rules.quota.Taking.FromQuota;
import io.tollgate.rules.quota.Taking.OnDemand;
import io.tollgate.rules.quota.Taking.Overage;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorrectionPlanTests {

  private static final Instant NOW = Instant.parse("2026-01-10T12:00:00Z");

  @Test
  void neighboursFromOneSourceAreOneTaking() {
    var allocation = new Allocation(List.of(
        new FromQuota(1, 3),
        new FromQuota(1, 4),
        new FromQuota(2, 0),
        new OnDemand(5),
        new OnDemand(1),
        new Overage(2)));

    assertThat(allocation.takings())
        .containsExactly(new FromQuota(1, 7), new OnDemand(6), new Overage(2));
    assertThat(allocation.totalUnits()).isEqualTo(15);
    assertThat(allocation.onDemandUnits()).isEqualTo(6);
    assertThat(allocation.overageUnits()).isEqualTo(2);
    assertThat(allocation.drawnUnits(1)).isEqualTo(7);
    assertThat(allocation.drawnUnits(2)).isZero();
    assertThat(allocation.quotaNos()).containsExactly(1L);
  }

  @Test
  void nothingIsTakenLessThanZeroTimes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Allocation(List.of(new OnDemand(-1))))
        .withMessage("units: -1 (expected: >= 0)");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            CorrectionPlan.of(List.of(Allocation.NONE), -1, NOW, null, List.of(), OverQuota.CAP));
  }

  @Test
  void walksBackTheWayItCameEvenWhereAnotherPackageWouldNowGoFirst() {
    var sooner = DrawPlanTests.balance(1, 10, 100, 0);
    var later = DrawPlanTests.balance(2, 20, 100, 0);
    var asAccepted = new Allocation(List.of(new FromQuota(2, 50)));
    var corrected = new Allocation(List.of(new FromQuota(2, 20)));

    var outcome = CorrectionPlan.of(
        List.of(asAccepted, corrected), 60, NOW, null, List.of(sooner, later), OverQuota.CAP);

    assertThat(outcome)
        .isEqualTo(new Corrected(new Correction(
            corrected, new Allocation(List.of(new FromQuota(2, 50), new FromQuota(1, 10))))));
  }

  @Test
  void leavesTheWayItCameWhereTheQuotaIsGone() {
    var gone = DrawPlanTests.balance(2, 20, 100, 95);
    var asAccepted =
        new Allocation(List.of(new FromQuota(2, 30), new FromQuota(3, 5), new OnDemand(10)));
    var corrected = Allocation.NONE;

    var outcome = CorrectionPlan.of(
        List.of(asAccepted, corrected), 45, NOW, null, List.of(gone), OverQuota.CAP);

    assertThat(outcome)
        .isEqualTo(new Corrected(new Correction(
            corrected, new Allocation(List.of(new FromQuota(2, 5), new OnDemand(40))))));
  }

  @Test
  void aQuotaThatTookTwoTurnsIsNotCountedTwice() {
    var balance = DrawPlanTests.balance(1, 20, 100, 90);
    var asAccepted =
        new Allocation(List.of(new FromQuota(1, 8), new OnDemand(5), new FromQuota(1, 8)));

    var outcome = CorrectionPlan.of(
        List.of(asAccepted, Allocation.NONE), 21, NOW, null, List.of(balance), OverQuota.CAP);

    assertThat(outcome)
        .isEqualTo(new Corrected(new Correction(
            Allocation.NONE,
            new Allocation(List.of(
                new FromQuota(1, 8), new OnDemand(5), new FromQuota(1, 2), new OnDemand(6))))));
  }

  @Test
  void tellsWhatChangesQuotaByQuota() {
    var correction = new Correction(
        new Allocation(List.of(new FromQuota(1, 5), new FromQuota(2, 5), new OnDemand(5))),
        new Allocation(List.of(new FromQuota(1, 5), new FromQuota(3, 2), new Overage(1))));

    assertThat(correction.drawnChanges().toString()).isEqualTo("{2=-5, 3=2}");
    assertThat(correction.onDemandChange()).isEqualTo(-5);
    assertThat(correction.overageChange()).isEqualTo(1);
    assertThat(correction.unitsChange()).isEqualTo(-7);
    assertThat(correction.changesNothing()).isFalse();
  }
}
