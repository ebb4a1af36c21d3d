package io.tollgate.metering.usage.history;

import io.tollgate.metering.usage.history.HistoricRecord.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Reads usage records after the fact. */
public interface UsageHistory {

  /**
   * The next records in the order in which they were taken in, accepted before refused where both
   * were at the same instant.
   *
   * @param limit most records
   */
  Mono<List<HistoricRecord>> read(Filter filter, Position after, int limit);

  /** Which records are wanted; null means any. */
  record Filter(
      @Nullable Integer isvNo,
      @Nullable String instanceId,
      @Nullable RecordState state) {

    public boolean wantsAccepted() {
      return state != RecordState.REFUSED;
    }

    public boolean wantsRefused() {
      return state == null || state == RecordState.REFUSED;
    }
  }
}
