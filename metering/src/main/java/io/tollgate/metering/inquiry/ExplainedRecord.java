package io.tollgate.metering.inquiry;

import io.tollgate.rules.quota.ExplainedQuota;
import io.tollgate.rules.rating.Rated;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a record drew from where it did, and what it cost.
 *
 * @param considered every quota of the customer and item, in the order of drawing, with its part
 * @param rated what the record's on demand part costs by itself; null under a tiered price, where
 *     only the sum of a cycle has a price
 */
public record ExplainedRecord(
    RecordFacts facts,
    List<ExplainedQuota> considered,
    @Nullable Rated rated) {

  public ExplainedRecord {
    considered = List.copyOf(considered);
  }
}
