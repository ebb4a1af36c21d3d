package io.tollgate.gateway.stop;

import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Counts the requests under way, and lets no new ones in once the gateway is about to end.
 *
 * <p>The server waits for the requests it finds when it is stopped, but goes on serving connections
 * that are kept, and nothing waits for what comes over those. So from the beginning of a stop every
 * answer closes its connection, and after the server's own wait what still comes is turned away
 * unread, until all that was let in is answered. Thread-safe.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class Draining implements WebFilter {

  private enum Step {
    SERVING,
    CLOSING,
    REFUSING
  }

  private final AtomicInteger underWay = new AtomicInteger();
  private volatile Step step = Step.SERVING;

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    return Mono.defer(() -> {
      // Counted before it is looked whether it may come in, so that none slips through in between.
      underWay.incrementAndGet();
      return served(exchange, chain).doFinally(end -> underWay.decrementAndGet());
    });
  }

  private Mono<Void> served(ServerWebExchange exchange, WebFilterChain chain) {
    if (step == Step.SERVING) {
      return chain.filter(exchange);
    }
    var response = exchange.getResponse();
    response.getHeaders().set(HttpHeaders.CONNECTION, "close");
    if (step == Step.CLOSING) {
      return chain.filter(exchange);
    }
    response.setStatusCode(HttpStatus.SERVICE_UNAVAILABLE);
    response.getHeaders().set(HttpHeaders.RETRY_AFTER, "1");
    return response.setComplete();
  }

  void serve() {
    step = Step.SERVING;
  }

  void closeConnections() {
    step = Step.CLOSING;
  }

  void refuse() {
    step = Step.REFUSING;
  }

  boolean isDone() {
    return underWay.get() == 0;
  }
}
