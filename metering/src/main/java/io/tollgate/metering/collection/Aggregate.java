package io.tollgate.metering.collection;

import java.time.Instant;

/**
 * A rated sum of usage as it is published: numbered, and never changed.
 *
 * @param sequence its place in the feed
 */
public record Aggregate(long sequence, Instant collectedAt, RatedUsage usage) {}
