package io.tollgate.metering.collection;

/**
 * Where the feed of aggregates ends, read by whoever holds it alone.
 *
 * @param closingNo of the last closing; 0 before the first
 * @param sequence of the last aggregate; 0 before the first
 * @param sha256 of the last closing; {@link ClosingChain#GENESIS} before the first
 */
public record FeedEnd(long closingNo, long sequence, String sha256) {}
