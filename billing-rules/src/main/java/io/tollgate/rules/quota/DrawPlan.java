package io.tollgate.rules.quota;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the units of one usage record come from (contract 5.3). A plan changes nothing: it can be
 * previewed, replayed and explained, and whoever commits it makes it true.
 *
 * <p>{@code requestedUnits} is always the sum of what the steps took, {@code onDemandUnits} and
 * {@code overageUnits}: units are drawn, charged or written off, never lost.
 *
 * @param steps the quotas whose turn came, in draw order; one that was empty took 0
 * @param onDemandUnits not covered by any package, and charged
 * @param overageUnits not covered by the named stop-before-excess package, and never charged
 */
public record DrawPlan(
    long requestedUnits, List<DrawStep> steps, long onDemandUnits, long overageUnits) {

  public DrawPlan {
    steps = List.copyOf(steps);
  }

  /**
   * Plans a record that names no package: it draws on every package that is valid at its moment,
   * those that stop before excess apart, and what they do not cover is on demand.
   *
   * @param units of the record; positive
   * @param moment the record's moment, see {@link io.tollgate.rules.usage.UsageMoment}
   * @param balances quotas of the customer and item, in any order (fastest in draw order)
   */
  public static DrawPlan overPackages(long units, Instant moment, List<QuotaBalance> balances) {
    requirePositive(units);
    var steps = new ArrayList<DrawStep>(Math.min(balances.size(), 4));
    var uncovered = units;
    for (var balance : inDrawOrder(balances)) {
      if (uncovered > 0 && isOpenTo(balance.quota(), moment)) {
        var taken = Math.min(uncovered, balance.remainingUnits());
        steps.add(new DrawStep(balance.quota(), balance.remainingUnits(), taken));
        uncovered -= taken;
      }
    }
    return new DrawPlan(units, steps, uncovered, 0);
  }

  /**
   * Plans a record that names a stop-before-excess package: it draws on that package alone, in the
   * period that holds its moment, and {@code overQuota} says what becomes of the rest. A package
   * that has no period at the moment covers nothing.
   */
  public static DrawOutcome overNamedPackage(
      long units,
      Instant moment,
      String packageInstanceId,
      List<QuotaBalance> balances,
      OverQuota overQuota) {
    requirePositive(units);
    var step = namedQuota(packageInstanceId, moment, balances)
        .map(balance -> new DrawStep(
            balance.quota(), balance.remainingUnits(), Math.min(units, balance.remainingUnits())));
    var taken = step.map(DrawStep::takenUnits).orElse(0L);
    if (taken < units && overQuota == OverQuota.REJECT) {
      return new DrawOutcome.Refused(units, taken);
    }
    return new DrawOutcome.Drawn(new DrawPlan(units, step.stream().toList(), 0, units - taken));
  }

  private static void requirePositive(long units) {
    if (units <= 0) {
      throw new IllegalArgumentException("units: " + units + " (expected: > 0)");
    }
  }

  private static boolean isOpenTo(Quota quota, Instant moment) {
    return !quota.stopBeforeExcess() && quota.period().holds(moment);
  }

  private static Optional<QuotaBalance> namedQuota(
      String packageInstanceId, Instant moment, List<QuotaBalance> balances) {
    for (var balance : balances) {
      var quota = balance.quota();
      if (quota.packageInstanceId().equals(packageInstanceId) && quota.period().holds(moment)) {
        return Optional.of(balance);
      }
    }
    return Optional.empty();
  }

  /** Sorting is skipped where the caller keeps its quotas in order already. */
  private static List<QuotaBalance> inDrawOrder(List<QuotaBalance> balances) {
    for (var i = 1; i < balances.size(); i++) {
      if (QuotaBalance.DRAW_ORDER.compare(balances.get(i - 1), balances.get(i)) > 0) {
        return balances.stream().sorted(QuotaBalance.DRAW_ORDER).toList();
      }
    }
    return balances;
  }

  /** What was taken from quotas altogether. */
  public long drawnUnits() {
    var drawn = 0L;
    for (var step : steps) {
      drawn += step.takenUnits();
    }
    return drawn;
  }

  /** The quotas that gave something, in draw order. */
  public List<Draw> draws() {
    return steps.stream()
        .filter(step -> step.takenUnits() > 0)
        .map(step -> new Draw(step.quota().quotaNo(), step.takenUnits()))
        .toList();
  }
}
