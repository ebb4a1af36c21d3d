package io.tollgate.metering.order;

import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Shows orders. */
public interface OrderReads {

  /** Empty when there is none. */
  Mono<OrderView> find(String orderId);

  /** In the order of their placing. */
  Mono<List<OrderView>> list(@Nullable String customerId, long after, int limit);
}
