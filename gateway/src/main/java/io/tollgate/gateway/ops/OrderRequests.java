package io.tollgate.gateway.ops;

import io.tollgate.metering.order.OrderOutcome.Line;
import io.tollgate.metering.order.OrderOutcome.Placed;
import io.tollgate.metering.order.OrderRequest;
import io.tollgate.metering.order.OrderState;
import io.tollgate.metering.order.OrderType;
import io.tollgate.metering.order.OrderView;
import io.tollgate.metering.order.OrderView.Opened;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is sent and answered under {@code /ops/v1/orders}. */
final class OrderRequests {

  private OrderRequests() {}

  /** A NEW order of one, for one period, where nothing else is said. */
  record Place(
      @Nullable OrderType orderType,
      @Nullable String customerId,
      @Nullable String skuCode,
      @Nullable String instanceId,
      @Nullable @Min(1) @Max(100_000) Integer quantity,
      @Nullable @Min(1) @Max(1_200) Integer periods) {

    OrderRequest order() {
      return new OrderRequest(
          orderType == null ? OrderType.NEW : orderType,
          customerId,
          skuCode,
          instanceId,
          quantity == null ? 1 : quantity,
          periods == null ? 1 : periods);
    }
  }

  record PlacedAnswer(String orderId, OrderType orderType, OrderState state, List<Line> lines) {

    static PlacedAnswer of(Placed placed) {
      return new PlacedAnswer(placed.orderId(), placed.orderType(), placed.state(), placed.lines());
    }
  }

  record OrderAnswer(
      String orderId,
      OrderType orderType,
      OrderState state,
      String customerId,
      String skuCode,
      int quantity,
      int periods,
      String amount,
      String currency,
      Instant createdAt,
      List<Line> lines,
      List<Opened> instances) {

    static OrderAnswer of(OrderView order) {
      return new OrderAnswer(
          order.orderId(),
          order.orderType(),
          order.state(),
          order.customerId(),
          order.skuCode(),
          order.quantity(),
          order.periods(),
          order.amount(),
          order.currency(),
          order.createdAt(),
          order.lines(),
          order.instances());
    }
  }
}
