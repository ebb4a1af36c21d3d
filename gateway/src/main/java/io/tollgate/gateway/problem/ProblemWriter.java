package io.tollgate.gateway.problem;

import java.util.LinkedHashMap;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Answers an exchange with a problem. Safe for use by many threads. */
@Component
public final class ProblemWriter {

  private final JsonMapper json;

  ProblemWriter(JsonMapper json) {
    this.json = json;
  }

  /** Sends {@code problem} and completes the exchange. */
  public Mono<Void> write(ServerWebExchange exchange, Problem problem) {
    var response = exchange.getResponse();
    response.setStatusCode(problem.status());
    response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    if (problem.retryAfter() != null) {
      var seconds = Math.max(1, problem.retryAfter().toSeconds());
      response.getHeaders().set(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
    }
    var body = response.bufferFactory().wrap(body(exchange, problem));
    return response.writeWith(Mono.just(body));
  }

  private byte[] body(ServerWebExchange exchange, Problem problem) {
    var members = new LinkedHashMap<String, Object>();
    members.put("type", problem.type());
    members.put("title", problem.title());
    members.put("status", problem.status().value());
    members.put("detail", problem.detail());
    members.put("instance", exchange.getRequest().getPath().value());
    if (!problem.errors().isEmpty()) {
      members.put("errors", problem.errors());
    }
    members.putAll(problem.members());
    return json.writeValueAsBytes(members);
  }
}
