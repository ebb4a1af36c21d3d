package io.tollgate.metering.inquiry;

import io.tollgate.rules.catalogue.PerUnitPrice;
import io.tollgate.rules.quota.DrawExplanation;
import io.tollgate.rules.quota.DrawOutcome;
import io.tollgate.rules.quota.DrawPlan;
import io.tollgate.rules.quota.ExplainedQuota;
import io.tollgate.rules.quota.OverQuota;
import io.tollgate.rules.rating.Rated;
import io.tollgate.rules.rating.Rating;
import io.tollgate.rules.usage.UsageMoment;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Explains single usage records. Reads only. */
@Component
public final class UsageInquiry {

  private final RecordLookup records;

  UsageInquiry(RecordLookup records) {
    this.records = records;
  }

  /** The record that an ISV sent under this number, explained; empty where there is none. */
  public Mono<ExplainedRecord> explain(String isvId, String meteringSn) {
    return records
        .find(isvId, meteringSn)
        .map(facts -> new ExplainedRecord(facts, considered(facts), rated(facts)));
  }

  /** Draws once more what was drawn then: the same facts give the same plan. */
  private static List<ExplainedQuota> considered(RecordFacts facts) {
    var record = facts.record();
    var moment = UsageMoment.of(record.endTime());
    var named = record.packageInstanceId();
    var plan = plan(facts, moment, named);
    return DrawExplanation.of(plan, moment, named, facts.balances());
  }

  private static DrawPlan plan(RecordFacts facts, Instant moment, @Nullable String named) {
    var units = facts.record().quantity().units();
    if (named == null) {
      return DrawPlan.overPackages(units, moment, facts.balances());
    }
    // An accepted record was not rejected, so that capping it tells how much it was given.
    return switch (DrawPlan.overNamedPackage(
        units, moment, named, facts.balances(), OverQuota.CAP)) {
      case DrawOutcome.Drawn(var plan) -> plan;
      case DrawOutcome.Refused refused ->
        throw new IllegalStateException("draw: " + refused + " (expected: capped)");
    };
  }

  private static @Nullable Rated rated(RecordFacts facts) {
    return facts.instance().item().price() instanceof PerUnitPrice price
        ? Rating.collect(price, 0, facts.record().onDemand().units())
        : null;
  }
}
