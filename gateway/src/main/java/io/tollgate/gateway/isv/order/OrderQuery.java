package io.tollgate.gateway.isv.order;

import static org.springframework.web.reactive.function.server.RequestPredicates.GET;

import io.tollgate.gateway.isv.authentication.CallingIsv;
import io.tollgate.gateway.isv.authentication.Refusals;
import io.tollgate.gateway.problem.Problems;
import io.tollgate.gateway.protocol.codes.RequestCode;
import io.tollgate.metering.order.OrderDetails;
import io.tollgate.metering.order.OrderLookup;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * The order query: an ISV asks what the order behind a call is. An order of another ISV is answered
 * as if it did not exist.
 */
@Component
final class OrderQuery implements Refusals {

  static final String PATH = "/api/mkp-openapi-public/global/v1/order/query";

  private static final Logger log = LoggerFactory.getLogger(OrderQuery.class);
  private static final int LONGEST_ID = 64;

  private final OrderLookup orders;
  private final JsonMapper json;

  OrderQuery(OrderLookup orders, JsonMapper json) {
    this.orders = orders;
    this.json = json;
  }

  Mono<ServerResponse> answer(ServerRequest request) {
    return found(request).onErrorResume(OrderQuery::failed);
  }

  private Mono<ServerResponse> found(ServerRequest request) {
    var orderId = request.queryParam("orderId").map(String::strip).orElse("");
    var orderLineId = request.queryParam("orderLineId").map(String::strip).orElse("");
    if (orderId.isEmpty()) {
      return failure(RequestCode.INVALID_PARAMETER, "orderId: missing (expected: an order id)");
    }
    if (orderId.length() > LONGEST_ID || orderLineId.length() > LONGEST_ID || hasNul(orderId)) {
      return failure(
          RequestCode.INPUT_FAILURE, "orderId, orderLineId: too long (expected: at most 64)");
    }
    var isv = CallingIsv.of(request.exchange());
    return Mono.justOrEmpty(MockOrders.find(orderId))
        .switchIfEmpty(Mono.defer(() -> orders.find(isv.isvNo(), orderId)))
        .filter(order -> orderLineId.isEmpty() || hasLine(order, orderLineId))
        .flatMap(order -> reply(HttpStatus.OK, OrderReply.of(order)))
        .switchIfEmpty(Mono.defer(() -> failure(
            RequestCode.PARAMETER_ERROR,
            "orderId: %s (expected: an order of your products)".formatted(orderId))));
  }

  private static Mono<ServerResponse> failed(Throwable failure) {
    var problem = new Problems().of(failure);
    var retryAfter = problem.retryAfter();
    if (retryAfter == null) {
      log.error("An order query failed", failure);
    }
    var status = retryAfter == null ? HttpStatus.INTERNAL_SERVER_ERROR : problem.status();
    return ServerResponse.status(status)
        .headers(headers -> {
          if (retryAfter != null) {
            headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(retryAfter.toSeconds()));
          }
        })
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(OrderReply.failure(RequestCode.INTERNAL_ERROR, "nothing was changed"));
  }

  private static boolean hasNul(String text) {
    return text.indexOf('\0') >= 0;
  }

  private static boolean hasLine(OrderDetails order, String orderLineId) {
    return order.lines().stream().anyMatch(line -> line.orderLineId().equals(orderLineId));
  }

  private static Mono<ServerResponse> failure(RequestCode code, String detail) {
    return reply(HttpStatus.valueOf(code.httpStatus()), OrderReply.failure(code, detail));
  }

  private static Mono<ServerResponse> reply(HttpStatus status, OrderReply reply) {
    return ServerResponse.status(status).contentType(MediaType.APPLICATION_JSON).bodyValue(reply);
  }

  @Override
  public boolean speaksFor(String path) {
    return path.equals(PATH);
  }

  @Override
  public boolean servesSuspended() {
    return false;
  }

  @Override
  public Mono<Void> refuse(ServerWebExchange exchange, RequestCode code, String detail) {
    return refuse(exchange, HttpStatus.valueOf(code.httpStatus()), code, detail);
  }

  @Override
  public Mono<Void> unavailable(ServerWebExchange exchange, Duration retryAfter) {
    var seconds = String.valueOf(retryAfter.toSeconds());
    exchange.getResponse().getHeaders().set(HttpHeaders.RETRY_AFTER, seconds);
    return refuse(
        exchange,
        HttpStatus.SERVICE_UNAVAILABLE,
        RequestCode.INTERNAL_ERROR,
        "nothing was changed");
  }

  private Mono<Void> refuse(
      ServerWebExchange exchange, HttpStatus status, RequestCode code, String detail) {
    var response = exchange.getResponse();
    response.setStatusCode(status);
    response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
    var body = json.writeValueAsBytes(OrderReply.failure(code, detail));
    return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
  }

  @Override
  public Mono<Void> slowDown(ServerWebExchange exchange, Duration retryAfter) {
    var seconds = Math.max(1, retryAfter.toSeconds());
    exchange.getResponse().getHeaders().set(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
    return refuse(exchange, RequestCode.FREQUENCY_OVERLIMIT, "try again in " + seconds + " s");
  }

  /** Where the query is found. */
  @Configuration(proxyBeanMethods = false)
  static class Route {

    @Bean
    RouterFunction<ServerResponse> orderQueryRoute(OrderQuery query) {
      return RouterFunctions.route(GET(PATH), query::answer);
    }
  }
}
