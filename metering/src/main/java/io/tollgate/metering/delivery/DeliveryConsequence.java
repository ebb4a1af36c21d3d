package io.tollgate.metering.delivery;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What follows from the end of a delivery. Each method runs in the transaction that ends it, once;
 * what must follow the commit goes through {@link io.tollgate.metering.work.AfterCommit}.
 */
public interface DeliveryConsequence {

  Set<Activity> activities();

  /** The ISV did it. */
  Mono<Void> delivered(Delivery delivery, @Nullable String instanceId);

  /**
   * The ISV has begun and named the instance. For a query this means: ask again, which the
   * schedule does by itself.
   */
  default Mono<Void> underWay(Delivery delivery, @Nullable String instanceId) {
    return Mono.empty();
  }

  /** The last attempt failed. */
  Mono<Void> failed(Delivery delivery, String error);
}
