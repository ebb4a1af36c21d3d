package io.tollgate.metering.collection;

import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Writes the end of the feed of aggregates. All calls join the caller's transaction, which holds
 * the feed's end alone from {@link #lock} to its commit: so a reader who sees an aggregate sees all
 * before it, for ever.
 */
public interface FeedWriter {

  /** Waits for whoever else writes, then says where the feed ends. */
  Mono<FeedEnd> lock();

  /** Writes the next aggregates, numbered without a gap. */
  Mono<Void> append(long closingNo, List<FeedAggregate> aggregates);

  /** Ends the stretch. */
  Mono<Void> close(Closing closing);
}
