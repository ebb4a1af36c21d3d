package io.tollgate.metering.collection;

import java.time.Instant;

/**
 * Rated usage as it is published: numbered, and never changed.
 *
 * @param sequence its place in the feed
 * @param document what is published; see {@link AggregateDocument}
 */
public record FeedAggregate(long sequence, Instant collectedAt, RatedUsage usage, String document) {

  static FeedAggregate of(long sequence, Instant collectedAt, RatedUsage usage) {
    return new FeedAggregate(
        sequence, collectedAt, usage, AggregateDocument.of(sequence, collectedAt, usage));
  }
}
