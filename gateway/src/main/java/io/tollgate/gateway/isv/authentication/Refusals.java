package io.tollgate.gateway.isv.authentication;

import io.tollgate.gateway.protocol.codes.RequestCode;
import java.time.Duration;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** How one part of the ISV face says no before it has looked at what was asked. */
public interface Refusals {

  /** Whether a request to this path is answered here, and needs an AK/SK proof. */
  boolean speaksFor(String path);

  /** Whether a suspended ISV is served here. */
  boolean servesSuspended();

  /** Refuses and completes the exchange. */
  Mono<Void> refuse(ServerWebExchange exchange, RequestCode code, String detail);

  /** Turns everybody away while a store cannot be reached. */
  Mono<Void> unavailable(ServerWebExchange exchange, Duration retryAfter);

  /** Refuses a caller who calls too often. */
  Mono<Void> slowDown(ServerWebExchange exchange, Duration retryAfter);
}
