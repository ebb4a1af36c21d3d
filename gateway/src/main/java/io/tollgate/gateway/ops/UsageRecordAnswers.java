package io.tollgate.gateway.ops;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tollgate.gateway.history.UsageRecordView;
import io.tollgate.gateway.history.UsageRecordView.DrawView;
import io.tollgate.metering.inquiry.AcceptedRecord;
import io.tollgate.metering.inquiry.ExplainedRecord;
import io.tollgate.metering.inquiry.RecordFacts;
import io.tollgate.metering.inquiry.RecordFacts.CollectedBy;
import io.tollgate.metering.inquiry.RecordFacts.MadeCorrection;
import io.tollgate.metering.usage.history.RecordState;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.quota.ExplainedQuota;
import io.tollgate.rules.rating.Rated;
import io.tollgate.rules.rating.RatedLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Explained usage records as JSON. */
final class UsageRecordAnswers {

  private UsageRecordAnswers() {}

  /** A record as lists show it, with its explanation. */
  record ExplainedAnswer(@JsonUnwrapped UsageRecordView record, Explanation explanation) {

    static ExplainedAnswer of(ExplainedRecord explained) {
      return new ExplainedAnswer(view(explained.facts().record()), Explanation.of(explained));
    }

    private static UsageRecordView view(AcceptedRecord record) {
      return new UsageRecordView(
          record.isvId(),
          record.meteringSn(),
          record.instanceId(),
          record.packageInstanceId(),
          record.beginTime().toString(),
          record.endTime().toString(),
          record.recordTime().toString(),
          record.quantity().toString(),
          record.isCollected() ? RecordState.COLLECTED : RecordState.ACCEPTED,
          null,
          null,
          record.acceptedAt(),
          null,
          record.cycleStart(),
          record.drawn().stream()
              .map(drawn ->
                  new DrawView(drawn.packageInstanceId(), drawn.quantity().toString()))
              .toList(),
          record.onDemand().toString(),
          record.overage().toString());
    }
  }

  /**
   * Why.
   *
   * @param price what the record's on demand part costs by itself; null under a tiered price, where
   *     only the cycle's sum has a price
   */
  record Explanation(
      List<Considered> packages,
      String cycle,
      Instant cycleStart,
      Instant cycleEnd,
      @Nullable Collected collection,
      @Nullable PriceAnswer price,
      @Nullable String amount,
      String currency,
      List<CorrectionAnswer> corrections) {

    static Explanation of(ExplainedRecord explained) {
      var facts = explained.facts();
      var rated = explained.rated();
      return new Explanation(
          explained.considered().stream().map(Considered::of).toList(),
          facts.cycle().name(),
          facts.record().cycleStart(),
          facts.cycleEnd(),
          Collected.of(facts.collection()),
          rated == null ? null : PriceAnswer.of(rated),
          rated == null ? null : rated.amount().plainAmount(),
          currency(facts),
          facts.corrections().stream().map(CorrectionAnswer::of).toList());
    }

    private static String currency(RecordFacts facts) {
      return facts.instance().item().price().currency().getCurrencyCode();
    }
  }

  /** A package's turn. */
  record Considered(
      String packageInstanceId,
      Instant from,
      Instant to,
      String verdict,
      String before,
      String gave,
      String after,
      String text) {

    static Considered of(ExplainedQuota explained) {
      var quota = explained.quota();
      return new Considered(
          quota.packageInstanceId(),
          quota.period().from(),
          quota.period().to(),
          explained.verdict().name(),
          new Quantity(explained.beforeUnits()).toString(),
          new Quantity(explained.takenUnits()).toString(),
          new Quantity(explained.beforeUnits() - explained.takenUnits()).toString(),
          explained.toString());
    }
  }

  /** The collection, and the aggregate that the record went into. */
  record Collected(
      String collectionId,
      Instant collectedAt,
      String sequence,
      String quantity,
      String onDemandQuantity,
      String amount,
      String currency) {

    static @Nullable Collected of(@Nullable CollectedBy collection) {
      return collection == null
          ? null
          : new Collected(
              Long.toString(collection.closingNo()),
              collection.collectedAt(),
              Long.toString(collection.sequence()),
              collection.quantity().toString(),
              collection.onDemand().toString(),
              plain(collection.amount()),
              collection.currency());
    }

    private static String plain(BigDecimal amount) {
      return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }
  }

  /** Quantity × unit price ÷ per. */
  record PriceAnswer(String quantity, String unitPrice, String per) {

    static PriceAnswer of(Rated rated) {
      return of(rated.lines().getFirst());
    }

    private static PriceAnswer of(RatedLine line) {
      return new PriceAnswer(
          line.quantity().toString(),
          line.unitPrice().toPlainString(),
          line.per().toString());
    }
  }

  /** A correction of the record. */
  record CorrectionAnswer(
      String correctionId,
      String quantity,
      String reason,
      Instant correctedAt,
      String correctedBy,
      @Nullable String aggregateSequence) {

    static CorrectionAnswer of(MadeCorrection correction) {
      var sequence = correction.aggregateSequence();
      return new CorrectionAnswer(
          Long.toString(correction.correctionNo()),
          correction.quantity().toString(),
          correction.reason(),
          correction.correctedAt(),
          correction.correctedBy(),
          sequence == null ? null : sequence.toString());
    }
  }
}
