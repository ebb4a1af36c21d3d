package io.tollgate.metering.collection;

import reactor.core.publisher.Mono;

/** Looks up pay-per-use instances with their items and prices. */
public interface MeteredInstances {

  /** The instance with this number; empty where there is none, or it is not pay per use. */
  Mono<MeteredInstance> find(long instanceNo);
}
