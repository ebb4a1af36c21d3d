package io.tollgate.metering.event;

import reactor.core.publisher.Mono;

/** Writes down what happened. */
public interface Events {

  /** Joins the caller's transaction, so that nothing is announced that did not happen. */
  Mono<Void> raise(Event event);
}
