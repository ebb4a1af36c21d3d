package io.tollgate.metering.feed;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which aggregates are wanted; null is any. */
public record AggregateFilter(
    @Nullable String isvId,
    @Nullable String customerId,
    @Nullable String productCode,
    @Nullable String instanceId,
    @Nullable Instant cycleStart) {

  public static final AggregateFilter ALL = new AggregateFilter(null, null, null, null, null);
}
