package io.tollgate.metering.settlement;

import io.tollgate.rules.settlement.Supervision;
import java.time.Instant;
import reactor.core.publisher.Mono;

/** Keeps how far supervised orders have come. All calls join the caller's transaction. */
public interface SupervisedOrders {

  /** The order, held until the commit; empty where there is none. */
  Mono<SupervisedOrder> lock(String orderId);

  /** Writes the order's new state. */
  Mono<Void> setState(long orderNo, Supervision state);

  /** Writes that the customer accepted the service: the order is closed. */
  Mono<Void> accept(long orderNo, Instant acceptedAt);
}
