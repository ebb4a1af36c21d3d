package io.tollgate.metering.feed;

/** Every movement of money. */
public interface JournalFeed extends Feed<PostedEntry, JournalFilter> {

  @Override
  default long positionOf(PostedEntry item) {
    return item.entryNo();
  }
}
