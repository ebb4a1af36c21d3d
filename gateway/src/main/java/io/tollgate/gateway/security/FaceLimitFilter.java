package io.tollgate.gateway.security;

import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.audit.Actor;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Keeps one role from taking what the ISVs need: past its limit the answer is 429. */
@Component
@Order(ActorFilter.ORDER + 5)
class FaceLimitFilter implements WebFilter {

  private final FaceLimitProperties properties;
  private final ConcurrentMap<Actor, Bucket> buckets = new ConcurrentHashMap<>();

  FaceLimitFilter(FaceLimitProperties properties) {
    this.properties = properties;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    if (!OurFaces.isGuarded(exchange)) {
      return chain.filter(exchange);
    }
    return Actor.current().flatMap(actor -> {
      var wait = take(actor);
      return wait.isZero()
          ? chain.filter(exchange)
          : Mono.error(tooMany(actor, wait).asException());
    });
  }

  private Duration take(Actor actor) {
    var now = System.nanoTime();
    return buckets.computeIfAbsent(actor, role -> new Bucket(properties, now)).take(now);
  }

  private Problem tooMany(Actor actor, Duration wait) {
    return Problem.of(
            HttpStatus.TOO_MANY_REQUESTS,
            "too-many-requests",
            "More requests than the rate limit allows",
            actor.name() + ": over " + properties.requestsPerSecond()
                + " requests per second (expected: a pause as long as Retry-After says)")
        .withRetryAfter(wait.plusSeconds(1));
  }
}
