package io.tollgate.metering.collection;

import reactor.core.publisher.Mono;

/** Rates a correction of collected usage once more. Joins the caller's transaction. */
public interface AdjustmentReplay {

  /** The correction whose adjustment has this sequence; empty where there is none. */
  Mono<RatedUsage> rate(long sequence, MonthRating rating);
}
