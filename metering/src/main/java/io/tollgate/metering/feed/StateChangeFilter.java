package io.tollgate.metering.feed;

import org.jspecify.annotations.Nullable;

/** Which state changes are wanted; null is any. */
public record StateChangeFilter(
    @Nullable String isvId,
    @Nullable String customerId,
    @Nullable String instanceId) {}
