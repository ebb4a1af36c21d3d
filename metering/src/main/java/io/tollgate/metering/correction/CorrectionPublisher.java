package io.tollgate.metering.correction;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.collection.Deduction;
import io.tollgate.metering.collection.FeedEnd;
import io.tollgate.metering.collection.FeedWriter;
import io.tollgate.metering.collection.MonthRating;
import io.tollgate.metering.collection.OpenClosing;
import io.tollgate.metering.collection.RatedUsage;
import io.tollgate.metering.collection.UsageCharge;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.quota.Correction;
import io.tollgate.rules.quota.QuotaBalance;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Shows the billing platform what a correction of collected usage changed: a closing of its own
 * with one adjustment, charged at once. All in the caller's transaction.
 */
@Component
final class CorrectionPublisher {

  private final FeedWriter feed;
  private final MonthRating rating;
  private final UsageCharge charge;
  private final BusinessClock clock;

  CorrectionPublisher(
      FeedWriter feed, MonthRating rating, UsageCharge charge, BusinessClock clock) {
    this.feed = feed;
    this.rating = rating;
    this.charge = charge;
    this.clock = clock;
  }

  /** Keeps collections and other corrections away until the commit. */
  Mono<FeedEnd> lock() {
    return feed.lock();
  }

  /** What the correction would come to. */
  Mono<CorrectionEffect> preview(
      CorrectableRecord record, Correction correction, List<QuotaBalance> quotas) {
    var deductions = deductions(correction, quotas);
    if (!record.isCollected() || correction.changesNothing()) {
      return Mono.just(effect(record, correction, deductions, null, nothing(record), null));
    }
    return rating
        .previewCorrection(
            record.instance(),
            record.cycle(),
            correction,
            record.current().onDemandUnits(),
            deductions)
        .map(usage ->
            effect(record, correction, deductions, null, usage.aggregate().amount(), null));
  }

  /**
   * Publishes the correction where the record was collected.
   *
   * @param write writes it down under the adjustment's sequence, or null, and gives its number
   */
  Mono<CorrectionEffect> publish(
      CorrectableRecord record,
      Correction correction,
      List<QuotaBalance> quotas,
      Function<@Nullable Long, Mono<Long>> write) {
    var deductions = deductions(correction, quotas);
    if (!record.isCollected()) {
      return write
          .apply(null)
          .map(number -> effect(record, correction, deductions, number, nothing(record), null));
    }
    return Mono.zip(
            feed.lock(),
            rating.rateCorrection(
                record.instance(),
                record.cycle(),
                correction,
                record.current().onDemandUnits(),
                deductions))
        .flatMap(both -> publish(record, correction, both.getT1(), both.getT2(), write));
  }

  private Mono<CorrectionEffect> publish(
      CorrectableRecord record,
      Correction correction,
      FeedEnd end,
      RatedUsage usage,
      Function<@Nullable Long, Mono<Long>> write) {
    var open = new OpenClosing(end, clock.now().truncatedTo(ChronoUnit.SECONDS));
    var published = open.publish(List.of(usage));
    var closing = open.close();
    var sequence = published.getFirst().sequence();
    return feed.append(closing.closingNo(), published)
        .then(feed.close(closing))
        .then(Mono.defer(() -> write.apply(sequence)))
        .flatMap(number -> charge
            .charge(closing)
            .thenReturn(effect(
                record,
                correction,
                usage.deductions(),
                number,
                usage.aggregate().amount(),
                sequence)));
  }

  /** Changes by package; two quotas of one package may cancel each other out. */
  static List<Deduction> deductions(Correction correction, List<QuotaBalance> quotas) {
    var packages = new HashMap<Long, String>();
    quotas.forEach(
        quota -> packages.put(quota.quota().quotaNo(), quota.quota().packageInstanceId()));
    var byPackage = new LinkedHashMap<String, Quantity>();
    correction
        .drawnChanges()
        .forEach((quotaNo, units) -> byPackage.merge(
            Objects.requireNonNull(packages.get(quotaNo), "quota " + quotaNo),
            new Quantity(units),
            Quantity::plus));
    return byPackage.entrySet().stream()
        .filter(change -> !change.getValue().isZero())
        .map(change -> new Deduction(change.getKey(), change.getValue()))
        .toList();
  }

  private static Money nothing(CorrectableRecord record) {
    return Money.zero(record.instance().item().price().currency());
  }

  private static CorrectionEffect effect(
      CorrectableRecord record,
      Correction correction,
      List<Deduction> deductions,
      @Nullable Long correctionNo,
      Money amount,
      @Nullable Long sequence) {
    return new CorrectionEffect(
        correctionNo,
        record.instance().instanceId(),
        new Quantity(correction.before().totalUnits()),
        new Quantity(correction.after().totalUnits()),
        deductions,
        new Quantity(correction.onDemandChange()),
        new Quantity(correction.overageChange()),
        record.isCollected(),
        amount,
        sequence);
  }
}
