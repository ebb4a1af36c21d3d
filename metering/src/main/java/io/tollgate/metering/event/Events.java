package io.tollgate.metering.event;

import java.util.List;
import reactor.core.publisher.Mono;

/** Writes down what happened. */
public interface Events {

  /** Joins the caller's transaction, so that nothing is announced that did not happen. */
  default Mono<Void> raise(Event event) {
    return raise(List.of(event));
  }

  /** The same for several, which happened in this order. */
  Mono<Void> raise(List<Event> events);
}
