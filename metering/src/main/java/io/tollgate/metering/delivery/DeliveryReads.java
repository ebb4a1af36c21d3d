package io.tollgate.metering.delivery;

import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Shows deliveries. */
public interface DeliveryReads {

  /** In the order of their writing. */
  Mono<List<DeliveryView>> list(Filter filter, long after, int limit);

  /** Empty when there is none. */
  Mono<DeliveryView> find(long deliveryNo);

  /** Whether there is such a delivery, of that ISV where one is given. Always answers. */
  Mono<Boolean> isOf(long deliveryNo, @Nullable Integer isvNo);

  /** What is asked for; null asks for all. */
  record Filter(
      @Nullable String state,
      @Nullable String instanceId,
      @Nullable String isvId) {}
}
