package io.tollgate.metering.audit;

import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * Who is behind a change. It travels in the Reactor context from the edge that knows; without one
 * the gateway itself is acting.
 */
public record Actor(String name) {

  public static final Actor GATEWAY = new Actor("gateway");

  public Actor {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name: blank (expected: the name of an actor)");
    }
  }

  /** The actor of the current pipeline. Always answers. */
  public static Mono<Actor> current() {
    return Mono.deferContextual(
        context -> Mono.just(context.<Actor>getOrEmpty(Actor.class).orElse(GATEWAY)));
  }

  /** {@code context} with this actor in it. */
  public Context in(Context context) {
    return context.put(Actor.class, this);
  }
}
