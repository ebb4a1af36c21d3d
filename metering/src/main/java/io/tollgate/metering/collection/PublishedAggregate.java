package io.tollgate.metering.collection;

/**
 * An aggregate with its published text.
 *
 * @param document canonical JSON; see {@link AggregateDocument}
 */
public record PublishedAggregate(Aggregate aggregate, String document) {}
