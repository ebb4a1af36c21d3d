package io.tollgate.metering.correction;

import io.tollgate.rules.quota.Correction;
import io.tollgate.rules.quota.QuotaBalance;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Keeps corrections. All calls join the caller's transaction. */
public interface CorrectionStore {

  /** The record that an ISV sent under this number; empty where there is none. */
  Mono<CorrectableRecord> find(String isvId, String meteringSn);

  /** The correction whose adjustment has this sequence on the feed; empty where there is none. */
  Mono<MadeAdjustment> adjustment(long sequence);

  /** The quotas of the record's customer and item, as they stand. */
  Mono<List<QuotaBalance>> quotas(CorrectableRecord record);

  /** The same, held until the commit. */
  Mono<List<QuotaBalance>> lockQuotas(CorrectableRecord record);

  /**
   * Draws and gives back what {@code correction} says, and writes it down.
   *
   * @param aggregateSequence of the adjustment, where the record was collected
   * @return the correction's number
   */
  Mono<Long> write(
      CorrectableRecord record,
      Correction correction,
      String reason,
      String correctedBy,
      Instant correctedAt,
      @Nullable Long aggregateSequence);
}
