package io.tollgate.metering.feed;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An instance went from one state to another.
 *
 * @param instanceId null where the ISV never named the instance
 * @param version counts the instance's changes
 */
public record StateChange(
    long sequence,
    @Nullable String instanceId,
    long version,
    String customerId,
    String isvId,
    String from,
    String to,
    String reason,
    Instant occurredAt) {}
