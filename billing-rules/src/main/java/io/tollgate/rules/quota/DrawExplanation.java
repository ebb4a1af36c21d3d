package io.tollgate.rules.quota;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A draw explained: every quota of the customer and item, in draw order, with its part in it and
 * the reason. Made only when somebody asks, so that drawing itself stays cheap.
 */
public final class DrawExplanation {

  private DrawExplanation() {}

  /**
   * @param plan what was drawn
   * @param namedPackage the stop-before-excess package the record names, if any
   * @param balances the quotas as they stood before the draw
   */
  public static List<ExplainedQuota> of(
      DrawPlan plan, Instant moment, @Nullable String namedPackage, List<QuotaBalance> balances) {
    var steps = new HashMap<Long, DrawStep>();
    plan.steps().forEach(step -> steps.put(step.quota().quotaNo(), step));
    var explained = new ArrayList<ExplainedQuota>(balances.size());
    for (var balance : balances.stream().sorted(QuotaBalance.DRAW_ORDER).toList()) {
      var quota = balance.quota();
      var step = steps.get(quota.quotaNo());
      explained.add(
          step == null
              ? new ExplainedQuota(
                  quota, passedOver(quota, moment, namedPackage), balance.remainingUnits(), 0)
              : new ExplainedQuota(quota, gave(step), step.beforeUnits(), step.takenUnits()));
    }
    return explained;
  }

  private static Verdict gave(DrawStep step) {
    return step.takenUnits() > 0 ? Verdict.GAVE : Verdict.EMPTY;
  }

  private static Verdict passedOver(Quota quota, Instant moment, @Nullable String namedPackage) {
    if (namedPackage != null && !quota.packageInstanceId().equals(namedPackage)) {
      return Verdict.NOT_NAMED;
    }
    if (namedPackage == null && quota.stopBeforeExcess()) {
      return Verdict.STOP_BEFORE_EXCESS;
    }
    if (moment.isBefore(quota.period().from())) {
      return Verdict.NOT_YET_VALID;
    }
    return quota.period().holds(moment) ? Verdict.NOT_NEEDED : Verdict.LAPSED;
  }
}
