package io.tollgate.metering.order;

import reactor.core.publisher.Mono;

/** Finds orders for the ISVs that have to serve them. */
public interface OrderLookup {

  /** The order; empty where there is none, or where it is another ISV's. */
  Mono<OrderDetails> find(int isvNo, String orderId);
}
