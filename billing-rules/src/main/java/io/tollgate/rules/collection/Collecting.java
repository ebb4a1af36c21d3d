package io.tollgate.rules.collection;

import io.tollgate.rules.catalogue.Price;
import io.tollgate.rules.catalogue.VolumePrice;
import io.tollgate.rules.quota.Correction;
import io.tollgate.rules.rating.Rating;
import io.tollgate.rules.rating.VolumeSettlement;
import io.tollgate.rules.usage.CycleWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Turns what an instance used into aggregates (contract 3.2, 3.7, 5.2).
 *
 * <p>Each function takes the count of the month the cycle belongs to and answers with the count
 * afterwards; fed in the order of collection, the same usage gives the same aggregates for ever.
 * Overage costs nothing, and what a package covers was paid for when the package was bought: only
 * on demand units have a price.
 */
public final class Collecting {

  private Collecting() {}

  /**
   * Collects one cycle of one instance.
   *
   * @param collectedBefore whether the instance and cycle have an aggregate already
   * @param month the count of the month in which the cycle starts
   */
  public static Collected collect(
      Price price, CycleWindow cycle, UsageSum sum, boolean collectedBefore, MonthCount month) {
    var rated = Rating.collect(price, month.onDemandUnits(), sum.onDemandUnits());
    var kind = collectedBefore ? AggregateKind.LATE : AggregateKind.USAGE;
    var aggregate = new Aggregate(kind, cycle, sum, rated.amount(), rated.lines());
    var after = month.plus(sum.onDemandUnits(), rated.amount());
    return withTierChange(price, cycle, List.of(aggregate), after);
  }

  /**
   * Corrects a record that was collected, at once. In a month that is still open the tier of a
   * volume price may be off until the month's end, as for any other usage.
   *
   * @param cycle the cycle the record belongs to
   */
  public static Collected correct(
      Price price, CycleWindow cycle, Correction correction, MonthCount month) {
    var amount = Rating.correct(price, month.onDemandUnits(), correction.onDemandChange());
    var sum = new UsageSum(
        correction.unitsChange(),
        new TreeMap<>(correction.drawnChanges()),
        correction.onDemandChange(),
        correction.overageChange(),
        0);
    var aggregate = new Aggregate(AggregateKind.ADJUSTMENT, cycle, sum, amount, List.of());
    return new Collected(List.of(aggregate), month.plus(correction.onDemandChange(), amount));
  }

  /**
   * Settles a month when its last cycle has been collected. Only a volume price can then have
   * charged too much or too little.
   *
   * @param lastCycle the month's last cycle, to which the adjustment is written
   */
  public static Collected settleMonth(Price price, CycleWindow lastCycle, MonthCount month) {
    return withTierChange(price, lastCycle, List.of(), month.settledNow());
  }

  private static Collected withTierChange(
      Price price, CycleWindow cycle, List<Aggregate> before, MonthCount month) {
    var adjustment = tierChange(price, cycle, month);
    if (adjustment.isEmpty()) {
      return new Collected(before, month);
    }
    var aggregates = new ArrayList<>(before);
    aggregates.add(adjustment.get());
    return new Collected(aggregates, month.plus(0, adjustment.get().amount()));
  }

  private static Optional<Aggregate> tierChange(Price price, CycleWindow cycle, MonthCount month) {
    if (!month.settled() || !(price instanceof VolumePrice volume)) {
      return Optional.empty();
    }
    var amount = VolumeSettlement.adjustment(volume, month.onDemandUnits(), month.charged());
    return amount.isZero()
        ? Optional.empty()
        : Optional.of(
            new Aggregate(AggregateKind.ADJUSTMENT, cycle, UsageSum.NONE, amount, List.of()));
  }
}
