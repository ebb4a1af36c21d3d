package io.tollgate.rules.quota;

import io.tollgate.rules.quota.CorrectionOutcome.Corrected;
import io.tollgate.rules.quota.CorrectionOutcome.Refused;
import io.tollgate.rules.quota.DrawOutcome.Drawn;
import io.tollgate.rules.quota.Taking.FromQuota;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plans a correction (contract 3.7).
 *
 * <p>To a smaller quantity: draws are undone where they were made, the last first. To a greater
 * one: first along the way it came, as far as an earlier allocation of the same record went on from
 * here and its quotas still have the units; what is then missing is drawn like new usage of the
 * record's moment. So correcting and correcting back restores every balance, and correcting to the
 * same quantity does nothing.
 */
public final class CorrectionPlan {

  private CorrectionPlan() {}

  /**
   * @param history the record's allocations in order: as accepted, then after each correction
   * @param newUnits the right quantity; 0 takes everything back
   * @param moment the record's moment, see {@link io.tollgate.rules.usage.UsageMoment}
   * @param namedPackage the stop-before-excess package the record names, if any
   * @param balances quotas of the customer and item as they stand now
   */
  public static CorrectionOutcome of(
      List<Allocation> history,
      long newUnits,
      Instant moment,
      @Nullable String namedPackage,
      List<QuotaBalance> balances,
      OverQuota overQuota) {
    if (newUnits < 0) {
      throw new IllegalArgumentException("newUnits: " + newUnits + " (expected: >= 0)");
    }
    var current = history.getLast();
    if (newUnits <= current.totalUnits()) {
      return new Corrected(new Correction(current, current.first(newUnits)));
    }
    var remembered = new ArrayList<>(balances);
    var walked = alongTheWayItCame(history, newUnits, remembered);
    var missing = newUnits - walked.totalUnits();
    if (missing == 0) {
      return new Corrected(new Correction(current, walked));
    }
    return switch (drawn(missing, moment, namedPackage, remembered, overQuota)) {
      case Drawn(var plan) ->
        new Corrected(new Correction(current, walked.plus(Allocation.of(plan).takings())));
      case DrawOutcome.Refused(var _, var available) ->
        new Refused(
            newUnits - current.totalUnits(),
            walked.totalUnits() - current.totalUnits() + available);
    };
  }

  private static Allocation alongTheWayItCame(
      List<Allocation> history, long newUnits, List<QuotaBalance> balances) {
    var walked = history.getLast();
    for (var earlier : history.reversed()) {
      if (earlier.startsWith(walked)) {
        var affordable = affordable(earlier.beyond(walked.totalUnits()), balances);
        var next = walked.plus(affordable).first(newUnits);
        spend(next.beyond(walked.totalUnits()), balances);
        walked = next;
      }
    }
    return walked;
  }

  /** The takings up to the first that its quota can no longer give. */
  private static List<Taking> affordable(List<Taking> takings, List<QuotaBalance> balances) {
    var remaining = remainingUnits(balances);
    var affordable = new ArrayList<Taking>();
    for (var taking : takings) {
      var units = taking instanceof FromQuota(var quotaNo, var wanted)
          ? Math.min(wanted, remaining.getOrDefault(quotaNo, 0L))
          : taking.units();
      affordable.add(taking.withUnits(units));
      if (units < taking.units()) {
        break;
      }
      if (taking instanceof FromQuota(var quotaNo, var _)) {
        remaining.merge(quotaNo, -units, Long::sum);
      }
    }
    return affordable;
  }

  private static Map<Long, Long> remainingUnits(List<QuotaBalance> balances) {
    var remaining = new HashMap<Long, Long>();
    for (var balance : balances) {
      remaining.put(balance.quota().quotaNo(), balance.remainingUnits());
    }
    return remaining;
  }

  private static void spend(List<Taking> takings, List<QuotaBalance> balances) {
    for (var taking : takings) {
      if (taking instanceof FromQuota(var quotaNo, var units)) {
        balances.replaceAll(
            balance -> balance.quota().quotaNo() == quotaNo ? balance.drawn(units) : balance);
      }
    }
  }

  private static DrawOutcome drawn(
      long units,
      Instant moment,
      @Nullable String namedPackage,
      List<QuotaBalance> balances,
      OverQuota overQuota) {
    return namedPackage == null
        ? new Drawn(DrawPlan.overPackages(units, moment, balances))
        : DrawPlan.overNamedPackage(units, moment, namedPackage, balances, overQuota);
  }
}
