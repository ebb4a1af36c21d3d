package io.tollgate.metering.collection;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.collection.MonthUsages.UnsettledMonth;
import io.tollgate.rules.catalogue.PerUnitPrice;
import io.tollgate.rules.catalogue.Price;
import io.tollgate.rules.catalogue.VolumePrice;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.rating.Rating;
import io.tollgate.rules.rating.VolumeSettlement;
import io.tollgate.rules.usage.Cycle;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Puts a price on collected usage. The rules do the sums; this remembers what tiered prices count,
 * in the transaction of the collection.
 */
@Component
final class MonthRating {

  private final MonthUsages months;
  private final ZoneId zone;

  MonthRating(MonthUsages months, BusinessClock clock) {
    this.months = months;
    this.zone = clock.zone();
  }

  /** Rates {@code usages} in this order. */
  Mono<List<RatedUsage>> rate(List<CycleUsage> usages) {
    var tiered =
        usages.stream().filter(MonthRating::isTiered).map(this::key).distinct().toList();
    if (tiered.isEmpty()) {
      return Mono.fromSupplier(() -> usages.stream().map(this::rateAlone).toList());
    }
    return months.find(tiered).flatMap(known -> {
      var now = new HashMap<>(known);
      var rated = usages.stream()
          .map(usage -> isTiered(usage) ? rateInMonth(usage, now) : rateAlone(usage))
          .toList();
      return months.save(now.values()).thenReturn(rated);
    });
  }

  /**
   * Settles at most {@code limit} months that ended by {@code horizon} and whose volume price is
   * not final. Repeat it until it says that it was the last step.
   */
  Mono<Settled> settle(Cycle cycle, Instant horizon, int limit) {
    var openMonth = YearMonth.from(horizon.atZone(zone));
    return months.unsettled(cycle, openMonth, limit).flatMap(unsettled -> {
      var adjustments = new ArrayList<RatedUsage>();
      var settled = new ArrayList<MonthUsage>(unsettled.size());
      for (var month : unsettled) {
        var due = due(month);
        settled.add(month.usage().plus(Quantity.ZERO, due.amount(), true));
        if (!due.isZero()) {
          adjustments.add(adjustment(month, due));
        }
      }
      return months.save(settled).thenReturn(new Settled(adjustments, unsettled.size() < limit));
    });
  }

  /** A step of settling: what it found to adjust, and whether it was the last. */
  record Settled(List<RatedUsage> adjustments, boolean isLast) {}

  private static boolean isTiered(CycleUsage usage) {
    return isTiered(usage.instance().item().price());
  }

  private static boolean isTiered(Price price) {
    return !(price instanceof PerUnitPrice);
  }

  private MonthUsage.Key key(CycleUsage usage) {
    return new MonthUsage.Key(usage.instance().instanceNo(), usage.cycle().month(zone));
  }

  private RatedUsage rateAlone(CycleUsage usage) {
    return rated(usage, amount(usage, Quantity.ZERO));
  }

  private RatedUsage rateInMonth(CycleUsage usage, Map<MonthUsage.Key, MonthUsage> now) {
    var key = key(usage);
    var month = Objects.requireNonNullElseGet(now.get(key), () -> MonthUsage.none(key));
    var amount = amount(usage, month.onDemand());
    var staysSettled = !(usage.instance().item().price() instanceof VolumePrice);
    now.put(key, month.plus(usage.onDemand(), amount, staysSettled));
    return rated(usage, amount);
  }

  private static BigDecimal amount(CycleUsage usage, Quantity monthSoFar) {
    var price = usage.instance().item().price();
    return Rating.collect(price, monthSoFar.units(), usage.onDemand().units())
        .amount()
        .amount();
  }

  private RatedUsage rated(CycleUsage usage, BigDecimal amount) {
    return new RatedUsage(
        usage.isFirst() ? AggregateKind.USAGE : AggregateKind.LATE,
        usage.instance(),
        usage.cycle().start(),
        usage.cycle().end(),
        usage.cycle().month(zone),
        usage.quantity(),
        usage.deductions(),
        usage.onDemand(),
        usage.overage(),
        amount,
        usage.recordCount());
  }

  private static Money due(UnsettledMonth month) {
    if (!(month.instance().item().price() instanceof VolumePrice price)) {
      throw new IllegalStateException(
          "price: " + month.instance().item().price() + " (expected: one by volume)");
    }
    var usage = month.usage();
    return VolumeSettlement.adjustment(
        price, usage.onDemand().units(), new Money(usage.charged(), price.currency()));
  }

  private RatedUsage adjustment(UnsettledMonth month, Money due) {
    var of = month.usage().key().month();
    return new RatedUsage(
        AggregateKind.ADJUSTMENT,
        month.instance(),
        of.atDay(1).atStartOfDay(zone).toInstant(),
        of.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant(),
        of,
        Quantity.ZERO,
        List.of(),
        Quantity.ZERO,
        Quantity.ZERO,
        due.amount(),
        0);
  }
}
