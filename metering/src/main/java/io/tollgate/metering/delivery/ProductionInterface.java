package io.tollgate.metering.delivery;

import reactor.core.publisher.Mono;

/** The ISV's side of a product, as it is called. */
public interface ProductionInterface {

  /**
   * Signs and makes one call, once. Always answers, within its own timeout: whatever goes wrong is
   * an outcome, and what the ISV sent is bounded and cleaned.
   */
  Mono<CallOutcome> call(ProductionCall call);
}
