package io.tollgate.metering.feed;

import io.tollgate.rules.usage.Cycle;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which aggregates are wanted; null is any. */
public record AggregateFilter(
    @Nullable String isvId,
    @Nullable String customerId,
    @Nullable String productCode,
    @Nullable String productId,
    @Nullable String instanceId,
    @Nullable Cycle cycle,
    @Nullable Instant cycleStart) {

  public static final AggregateFilter ALL =
      new AggregateFilter(null, null, null, null, null, null, null);
}
