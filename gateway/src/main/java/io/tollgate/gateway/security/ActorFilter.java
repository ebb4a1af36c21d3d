package io.tollgate.gateway.security;

import io.tollgate.metering.audit.Actor;
import java.security.Principal;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Names whoever was authenticated to everything behind it, for the audit log. */
@Component
@Order(ActorFilter.ORDER)
public final class ActorFilter implements WebFilter {

  /** Behind Spring Security's chain, which stands at -100. */
  public static final int ORDER = -90;

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    if (!OurFaces.isGuarded(exchange)) {
      return chain.filter(exchange);
    }
    return exchange
        .getPrincipal()
        .map(Principal::getName)
        .map(Actor::new)
        .defaultIfEmpty(Actor.GATEWAY)
        .flatMap(actor -> chain.filter(exchange).contextWrite(actor::in));
  }
}
