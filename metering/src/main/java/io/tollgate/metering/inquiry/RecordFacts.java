package io.tollgate.metering.inquiry;

import io.tollgate.metering.collection.MeteredInstance;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.quota.QuotaBalance;
import io.tollgate.rules.usage.Cycle;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one accepted record.
 *
 * @param balances the quotas of the customer and item as they stood when its turn came
 * @param collection the collection that took it; null while it waits
 * @param corrections in the order they were made
 */
public record RecordFacts(
    AcceptedRecord record,
    MeteredInstance instance,
    Cycle cycle,
    Instant cycleEnd,
    List<QuotaBalance> balances,
    @Nullable CollectedBy collection,
    List<MadeCorrection> corrections) {

  public RecordFacts {
    balances = List.copyOf(balances);
    corrections = List.copyOf(corrections);
  }

  /** The collection and the aggregate that the record went into. */
  public record CollectedBy(
      long closingNo,
      Instant collectedAt,
      long sequence,
      Quantity quantity,
      Quantity onDemand,
      BigDecimal amount,
      String currency) {}

  /**
   * A correction of the record.
   *
   * @param quantity what it was corrected to
   */
  public record MadeCorrection(
      long correctionNo,
      Quantity quantity,
      String reason,
      Instant correctedAt,
      String correctedBy,
      @Nullable Long aggregateSequence) {}
}
