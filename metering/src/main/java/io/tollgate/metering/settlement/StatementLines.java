package io.tollgate.metering.settlement;

import io.tollgate.metering.feed.Feed;
import reactor.core.publisher.Mono;

/** The lines of one statement, which its id picks. */
public interface StatementLines extends Feed<ListedLine, String> {

  @Override
  default long positionOf(ListedLine item) {
    return item.line();
  }

  /** Lines are counted within their statement, so that no position is beyond all of them. */
  @Override
  default Mono<Long> lastPosition() {
    return Mono.just(Long.MAX_VALUE);
  }
}
