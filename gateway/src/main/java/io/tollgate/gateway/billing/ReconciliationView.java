package io.tollgate.gateway.billing;

import io.tollgate.metering.reconciliation.Count;
import io.tollgate.metering.reconciliation.CycleBalance;
import io.tollgate.metering.reconciliation.CycleReport;
import io.tollgate.metering.reconciliation.Difference;
import io.tollgate.metering.reconciliation.Difference.What;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** A reconciliation as JSON. */
record ReconciliationView(List<CycleView> cycles, List<DifferenceView> differences) {

  static ReconciliationView of(CycleReport report) {
    return new ReconciliationView(
        report.cycles().stream().map(CycleView::of).toList(),
        report.differences().stream().map(DifferenceView::of).toList());
  }

  record CountView(long records, String quantity) {

    static CountView of(Count count) {
      return new CountView(count.records(), DecimalText.ofUnits(count.units()));
    }
  }

  record CycleView(
      Instant cycleStart,
      String cycle,
      CountView accepted,
      CountView collected,
      CountView waiting,
      String deducted,
      String onDemand,
      String overage) {

    static CycleView of(CycleBalance balance) {
      return new CycleView(
          balance.cycleStart(),
          balance.cycle().name(),
          CountView.of(balance.accepted()),
          CountView.of(balance.collected()),
          CountView.of(balance.waiting()),
          DecimalText.ofUnits(balance.deducted()),
          DecimalText.ofUnits(balance.onDemand()),
          DecimalText.ofUnits(balance.overage()));
    }
  }

  record DifferenceView(
      Instant cycleStart,
      String cycle,
      String instanceId,
      String what,
      String expected,
      String actual) {

    static DifferenceView of(Difference difference) {
      return new DifferenceView(
          difference.cycleStart(),
          difference.cycle().name(),
          difference.instanceId(),
          difference.what().name(),
          text(difference, difference.expected()),
          text(difference, difference.actual()));
    }

    private static String text(Difference difference, BigDecimal figure) {
      return difference.what() == What.COLLECTED_RECORDS
          ? DecimalText.of(figure)
          : DecimalText.ofUnits(figure);
    }
  }
}
