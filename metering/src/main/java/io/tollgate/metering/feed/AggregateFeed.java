package io.tollgate.metering.feed;

/** Aggregated, rated usage. */
public interface AggregateFeed extends Feed<PublishedAggregate, AggregateFilter> {

  @Override
  default long positionOf(PublishedAggregate item) {
    return item.sequence();
  }
}
