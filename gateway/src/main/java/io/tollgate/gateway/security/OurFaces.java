package io.tollgate.gateway.security;

import org.springframework.web.server.ServerWebExchange;

/** The paths that a bearer token guards. */
final class OurFaces {

  static final String OPS = "/ops/";
  static final String BILLING = "/billing/";

  private OurFaces() {}

  static boolean isGuarded(ServerWebExchange exchange) {
    var path = exchange.getRequest().getPath().value();
    return path.startsWith(OPS) || path.startsWith(BILLING);
  }
}
