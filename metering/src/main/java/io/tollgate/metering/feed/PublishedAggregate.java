package io.tollgate.metering.feed;

/**
 * An aggregate as it was published.
 *
 * @param document canonical JSON, byte for byte what the closing's hash is over
 */
public record PublishedAggregate(long sequence, String document) {}
