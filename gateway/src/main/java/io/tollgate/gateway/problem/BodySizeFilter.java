package io.tollgate.gateway.problem;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Refuses a body that announces more than 1 MiB before a byte of it is read. One that does not
 * announce its size is stopped by the decoder at the same bound.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class BodySizeFilter implements WebFilter {

  static final long MAX_BODY_SIZE_BYTES = 1 << 20;

  private final ProblemWriter writer;

  BodySizeFilter(ProblemWriter writer) {
    this.writer = writer;
  }

  /** Those paths hold to the same bound, and refuse with the codes of their own table. */
  private static boolean speaksTheMarketplacesTable(ServerWebExchange exchange) {
    var path = exchange.getRequest().getPath().value();
    return path.startsWith("/api/") || path.startsWith("/rest/");
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    if (speaksTheMarketplacesTable(exchange)
        || exchange.getRequest().getHeaders().getContentLength() <= MAX_BODY_SIZE_BYTES) {
      return chain.filter(exchange);
    }
    return writer.write(exchange, Problems.tooLarge());
  }
}
