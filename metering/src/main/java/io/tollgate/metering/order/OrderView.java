package io.tollgate.metering.order;

import io.tollgate.metering.order.OrderOutcome.Line;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An order as it is shown (contract 3.4). */
public record OrderView(
    long orderNo,
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

  public OrderView {
    lines = List.copyOf(lines);
    instances = List.copyOf(instances);
  }

  /** An instance that the order brought, or is about; the id is null until the ISV names it. */
  public record Opened(@Nullable String instanceId, String productId, String state) {}
}
