package io.tollgate.gateway.billing;

import io.tollgate.metering.feed.StateChange;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A state change as JSON. */
record StateChangeView(
    String sequence,
    @Nullable String instanceId,
    long version,
    String customerId,
    String isvId,
    String from,
    String to,
    String reason,
    Instant occurredAt) {

  static StateChangeView of(StateChange change) {
    return new StateChangeView(
        Long.toString(change.sequence()),
        change.instanceId(),
        change.version(),
        change.customerId(),
        change.isvId(),
        change.from(),
        change.to(),
        change.reason(),
        change.occurredAt());
  }
}
