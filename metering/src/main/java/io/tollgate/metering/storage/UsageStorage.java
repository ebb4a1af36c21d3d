package io.tollgate.metering.storage;

import java.time.Instant;
import java.time.YearMonth;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The months in which usage is stored, by the time of its acceptance in UTC.
 *
 * <p>Each call is a transaction of its own and safe to repeat. Of several nodes that call at the same
 * time one works and the others find nothing to do. A call that would hold up commits for long gives
 * up instead, and is tried again at the next round.
 */
public interface UsageStorage {

  /** Lays out a month, with what has come of it already; emits the tables it made. */
  Flux<String> prepare(YearMonth month);

  /** Sets months of records aside that ended before {@code end}; emits their names. */
  Flux<String> setRecordsAside(Instant end);

  /** Drops months of refused records that ended before {@code end}; emits their names. */
  Flux<String> dropRefused(Instant end);

  /**
   * Forgets the identities of a bounded number of records that were accepted before {@code end}, the
   * oldest first. Emits how many record numbers it passed, 0 when there is nothing left to do.
   */
  Mono<Long> forgetIdentities(Instant end);
}
