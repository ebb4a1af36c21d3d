package io.tollgate.metering.delivery;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A delivery as it is shown (contract 3.5). */
public record DeliveryView(
    long deliveryNo,
    String activity,
    @Nullable String instanceId,
    @Nullable String orderId,
    DeliveryState state,
    List<Attempt> attempts,
    @Nullable Instant nextAttemptAt) {

  public DeliveryView {
    attempts = List.copyOf(attempts);
  }

  /** One time that it left. */
  public record Attempt(
      Instant at,
      @Nullable Integer status,
      @Nullable String resultCode,
      int tookMs,
      @Nullable String error) {}
}
