package io.tollgate.metering.collection;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.collection.MonthUsages.UnsettledMonth;
import io.tollgate.rules.catalogue.PerUnitPrice;
import io.tollgate.rules.collection.Aggregate;
import io.tollgate.rules.collection.AggregateKind;
import io.tollgate.rules.collection.Collected;
import io.tollgate.rules.collection.Collecting;
import io.tollgate.rules.collection.MonthCount;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.quota.Correction;
import io.tollgate.rules.usage.Cycle;
import io.tollgate.rules.usage.CycleWindow;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Puts a price on collected usage. The rules decide; this remembers what tiered prices count, in
 * the transaction of the collection.
 */
@Component
public final class MonthRating {

  private final MonthUsages months;
  private final ZoneId zone;

  MonthRating(MonthUsages months, BusinessClock clock) {
    this.months = months;
    this.zone = clock.zone();
  }

  /** Rates {@code usages} in this order. */
  Mono<List<RatedUsage>> rate(List<CycleUsage> usages) {
    var tiered = usages.stream()
        .filter(usage -> isTiered(usage.instance()))
        .map(this::key)
        .distinct()
        .toList();
    if (tiered.isEmpty()) {
      return Mono.fromSupplier(() -> rate(usages, new HashMap<>()));
    }
    return months.find(tiered).flatMap(known -> {
      var now = new HashMap<>(known);
      var rated = rate(usages, now);
      return months.save(now).thenReturn(rated);
    });
  }

  /** Rates {@code usages} and counts the tiered ones on in {@code now}. */
  private List<RatedUsage> rate(List<CycleUsage> usages, Map<MonthUsage.Key, MonthCount> now) {
    var rated = new ArrayList<RatedUsage>(usages.size());
    for (var usage : usages) {
      var key = key(usage);
      var collected = collect(usage, now.getOrDefault(key, none(usage.instance())));
      if (isTiered(usage.instance())) {
        now.put(key, collected.month());
      }
      for (var aggregate : collected.aggregates()) {
        rated.add(rated(usage, aggregate));
      }
    }
    return rated;
  }

  private static Collected collect(CycleUsage usage, MonthCount month) {
    var price = usage.instance().item().price();
    return Collecting.collect(price, usage.cycle(), usage.sum(), !usage.isFirst(), month);
  }

  private static RatedUsage rated(CycleUsage usage, Aggregate aggregate) {
    var deductions =
        aggregate.kind() == AggregateKind.ADJUSTMENT ? List.<Deduction>of() : usage.deductions();
    return new RatedUsage(usage.instance(), aggregate, deductions);
  }

  /**
   * Settles at most {@code limit} months that ended by {@code horizon}. Repeat it until it says
   * that it was the last step.
   */
  Mono<Settled> settle(Cycle cycle, Instant horizon, int limit) {
    var openMonth = YearMonth.from(horizon.atZone(zone));
    return months.unsettled(cycle, openMonth, limit).flatMap(unsettled -> {
      var adjustments = new ArrayList<RatedUsage>();
      var settled = new HashMap<MonthUsage.Key, MonthCount>();
      for (var month : unsettled) {
        var collected = settle(cycle, month);
        settled.put(month.usage().key(), collected.month());
        for (var aggregate : collected.aggregates()) {
          adjustments.add(new RatedUsage(month.instance(), aggregate, List.of()));
        }
      }
      return months.save(settled).thenReturn(new Settled(adjustments, unsettled.size() < limit));
    });
  }

  /** A step of settling: what it found to adjust, and whether it was the last. */
  record Settled(List<RatedUsage> adjustments, boolean isLast) {}

  /** What the adjustment of a correction of collected usage would be; changes nothing. */
  public Mono<RatedUsage> previewCorrection(
      MeteredInstance instance,
      CycleWindow cycle,
      Correction correction,
      long recordOnDemandUnits,
      List<Deduction> deductions) {
    return month(instance, cycle, recordOnDemandUnits)
        .map(month -> correct(instance, cycle, correction, month))
        .map(collected -> new RatedUsage(instance, collected.aggregates().getFirst(), deductions));
  }

  /**
   * Rates a correction of collected usage and counts it into its month.
   *
   * @param recordOnDemandUnits what the record has on demand before the correction
   * @param deductions what changes, by package
   */
  public Mono<RatedUsage> rateCorrection(
      MeteredInstance instance,
      CycleWindow cycle,
      Correction correction,
      long recordOnDemandUnits,
      List<Deduction> deductions) {
    return month(instance, cycle, recordOnDemandUnits).flatMap(month -> {
      var collected = correct(instance, cycle, correction, month);
      var usage = new RatedUsage(instance, collected.aggregates().getFirst(), deductions);
      var key = new MonthUsage.Key(instance.instanceNo(), cycle.month(zone));
      return isTiered(instance)
          ? months.save(Map.of(key, collected.month())).thenReturn(usage)
          : Mono.just(usage);
    });
  }

  private static Collected correct(
      MeteredInstance instance, CycleWindow cycle, Correction correction, MonthCount month) {
    return Collecting.correct(instance.item().price(), cycle, correction, month);
  }

  /** Where every unit costs the same the record alone is all that its month has to remember. */
  private Mono<MonthCount> month(
      MeteredInstance instance, CycleWindow cycle, long recordOnDemandUnits) {
    if (!isTiered(instance)) {
      var free = Money.zero(instance.item().price().currency());
      return Mono.just(new MonthCount(recordOnDemandUnits, free, false));
    }
    var key = new MonthUsage.Key(instance.instanceNo(), cycle.month(zone));
    return months.find(List.of(key)).map(known -> known.getOrDefault(key, none(instance)));
  }

  private Collected settle(Cycle cycle, UnsettledMonth month) {
    var monthEnd =
        month.usage().key().month().plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
    return Collecting.settleMonth(
        month.instance().item().price(),
        cycle.endingAt(monthEnd, zone),
        month.usage().count());
  }

  private static boolean isTiered(MeteredInstance instance) {
    return !(instance.item().price() instanceof PerUnitPrice);
  }

  private static MonthCount none(MeteredInstance instance) {
    return MonthCount.none(instance.item().price().currency());
  }

  private MonthUsage.Key key(CycleUsage usage) {
    return new MonthUsage.Key(usage.instance().instanceNo(), usage.cycle().month(zone));
  }
}
