package io.tollgate.metering.settlement;

import io.tollgate.rules.settlement.SupervisedService;
import java.time.Instant;
import reactor.core.publisher.Mono;

/** Keeps how far supervised orders have come. All calls join the caller's transaction. */
public interface SupervisedOrders {

  /** The order as it stands; empty where there is none. */
  Mono<SupervisedOrder> find(String orderId);

  /** The same, held until the commit. */
  Mono<SupervisedOrder> lock(String orderId);

  /** Writes how far the order has come now. */
  Mono<Void> save(long orderNo, SupervisedService service);

  /** Writes that the customer accepted the service: the order is closed. */
  Mono<Void> accept(long orderNo, Instant acceptedAt);
}
