package io.tollgate.gateway.problem;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/**
 * The last word on a request that failed. The marketplace's faces speak their own codes and answer
 * before this is asked.
 */
@Component
@Order(ProblemHandler.ORDER)
class ProblemHandler implements WebExceptionHandler {

  /** Before Spring Boot's own handler, which stands at -1. */
  static final int ORDER = -2;

  private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

  private final Problems problems;
  private final ProblemWriter writer;

  ProblemHandler(ProblemWriter writer) {
    this.problems = new Problems();
    this.writer = writer;
  }

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
    if (exchange.getResponse().isCommitted()) {
      return Mono.error(failure);
    }
    var problem = problems.of(failure);
    if (problem.status().is5xxServerError()) {
      note(exchange, problem, failure);
    }
    if (failure instanceof ErrorResponse response) {
      // Such as Allow, which says what would have been right.
      exchange.getResponse().getHeaders().addAll(response.getHeaders());
    }
    return writer.write(exchange, problem);
  }

  private static void note(ServerWebExchange exchange, Problem problem, Throwable failure) {
    var request = exchange.getRequest();
    if (problem.name().equals(Problems.INTERNAL)) {
      log.error(
          "{} {} failed, request {}",
          request.getMethod(),
          request.getPath(),
          request.getId(),
          failure);
    } else {
      log.warn("{} {}: {}", request.getMethod(), request.getPath(), failure.toString());
    }
  }
}
