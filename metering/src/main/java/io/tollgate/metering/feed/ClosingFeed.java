package io.tollgate.metering.feed;

import io.tollgate.metering.collection.Closing;

/** The closings of the feed of aggregates. */
public interface ClosingFeed extends Feed<Closing, ClosingFeed.All> {

  @Override
  default long positionOf(Closing item) {
    return item.closingNo();
  }

  /** Closings are not narrowed down: a chain with gaps proves nothing. */
  enum All {
    CLOSINGS
  }
}
