package io.tollgate.rules.quota;

import io.tollgate.rules.quota.Taking.FromQuota;
import io.tollgate.rules.quota.Taking.OnDemand;
import io.tollgate.rules.quota.Taking.Overage;
import java.util.ArrayList;
import java.util.List;

/**
 * Where all units of one usage record came from, in the order in which they were taken.
 *
 * <p>The order is what a correction needs: it gives back what was taken last first.
 *
 * @param takings each of more than zero units, neighbours from different sources
 */
public record Allocation(List<Taking> takings) {

  /** A record that has been corrected to nothing. */
  public static final Allocation NONE = new Allocation(List.of());

  public Allocation {
    takings = joined(takings);
  }

  public static Allocation of(DrawPlan plan) {
    var takings = new ArrayList<Taking>(plan.steps().size() + 1);
    for (var step : plan.steps()) {
      takings.add(new FromQuota(step.quota().quotaNo(), step.takenUnits()));
    }
    takings.add(new OnDemand(plan.onDemandUnits()));
    takings.add(new Overage(plan.overageUnits()));
    return new Allocation(takings);
  }

  private static List<Taking> joined(List<Taking> takings) {
    var joined = new ArrayList<Taking>(takings.size());
    for (var taking : takings) {
      if (taking.units() < 0) {
        throw new IllegalArgumentException("units: " + taking.units() + " (expected: >= 0)");
      }
      if (!joined.isEmpty() && joined.getLast().isFromSourceOf(taking)) {
        var last = joined.removeLast();
        joined.add(last.withUnits(Math.addExact(last.units(), taking.units())));
      } else if (taking.units() > 0) {
        joined.add(taking);
      }
    }
    return List.copyOf(joined);
  }

  public long totalUnits() {
    return takings.stream().mapToLong(Taking::units).sum();
  }

  public long onDemandUnits() {
    return takings.stream()
        .filter(OnDemand.class::isInstance)
        .mapToLong(Taking::units)
        .sum();
  }

  public long overageUnits() {
    return takings.stream()
        .filter(Overage.class::isInstance)
        .mapToLong(Taking::units)
        .sum();
  }

  /** Units drawn from the quota, over all its turns. */
  public long drawnUnits(long quotaNo) {
    return takings.stream()
        .filter(taking -> taking instanceof FromQuota from && from.quotaNo() == quotaNo)
        .mapToLong(Taking::units)
        .sum();
  }

  /** The quotas that gave something, in the order of their first turn. */
  public List<Long> quotaNos() {
    return takings.stream()
        .filter(FromQuota.class::isInstance)
        .map(taking -> ((FromQuota) taking).quotaNo())
        .distinct()
        .toList();
  }

  /** What was taken first, up to {@code units}: the rest, the last first, is given back. */
  Allocation first(long units) {
    var kept = new ArrayList<Taking>(takings.size());
    var left = units;
    for (var taking : takings) {
      var part = Math.min(left, taking.units());
      kept.add(taking.withUnits(part));
      left -= part;
    }
    return new Allocation(kept);
  }

  /** What this one took beyond its first {@code units}. */
  List<Taking> beyond(long units) {
    var rest = new ArrayList<Taking>(takings.size());
    var skipped = units;
    for (var taking : takings) {
      var part = Math.min(skipped, taking.units());
      skipped -= part;
      if (taking.units() > part) {
        rest.add(taking.withUnits(taking.units() - part));
      }
    }
    return rest;
  }

  /** Whether this one began exactly like {@code other} and took at least as much. */
  boolean startsWith(Allocation other) {
    return first(other.totalUnits()).equals(other);
  }

  Allocation plus(List<Taking> more) {
    var all = new ArrayList<>(takings);
    all.addAll(more);
    return new Allocation(all);
  }
}
