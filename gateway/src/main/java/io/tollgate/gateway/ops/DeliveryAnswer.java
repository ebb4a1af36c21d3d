package io.tollgate.gateway.ops;

import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.delivery.DeliveryState;
import io.tollgate.metering.delivery.DeliveryView;
import io.tollgate.metering.delivery.DeliveryView.Attempt;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message of a production interface. */
public record DeliveryAnswer(
    String deliveryId,
    String activity,
    @Nullable String instanceId,
    @Nullable String orderId,
    DeliveryState state,
    List<Attempt> attempts,
    @Nullable Instant nextAttemptAt) {

  public static DeliveryAnswer of(DeliveryView view) {
    return new DeliveryAnswer(
        Long.toString(view.deliveryNo()),
        view.activity(),
        view.instanceId(),
        view.orderId(),
        view.state(),
        view.attempts(),
        view.nextAttemptAt());
  }

  /** The number behind a delivery's id; a 404 where it cannot be one. */
  public static long number(String deliveryId) {
    try {
      return Long.parseLong(deliveryId);
    } catch (NumberFormatException notOurs) {
      throw Problem.notFound("delivery", deliveryId).asException();
    }
  }
}
