package io.tollgate.metering.collection;

import io.tollgate.rules.usage.Cycle;
import java.util.List;
import reactor.core.publisher.Mono;

/** Reads what a collection takes from the ledger, summed up per instance and cycle. */
public interface UsageSource {

  /**
   * Begins the reading in the caller's transaction; one reading at a time.
   *
   * @param sequence of the first aggregate that will come of it: what was published before counts as
   *     collected
   */
  Mono<Reading> open(Cycle cycle, Take take, long sequence);

  /** A reading under way; its steps stay in the transaction that began it. */
  interface Reading {

    /**
     * The next sums, at most {@code limit}, by instance and then by the end of the cycle. Fewer than
     * {@code limit} end the reading.
     */
    Mono<List<CycleUsage>> next(int limit);
  }
}
