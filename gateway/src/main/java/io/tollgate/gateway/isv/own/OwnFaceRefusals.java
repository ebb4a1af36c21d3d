package io.tollgate.gateway.isv.own;

import io.tollgate.gateway.isv.authentication.Refusals;
import io.tollgate.gateway.problem.Problem;
import io.tollgate.gateway.problem.ProblemWriter;
import io.tollgate.gateway.protocol.codes.RequestCode;
import io.tollgate.gateway.protocol.signature.SdkSignature;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Refuses calls below {@code /isv} as problems. A suspended ISV may still look at what it has. */
@Component
final class OwnFaceRefusals implements Refusals {

  private static final String BASE = "/isv/";

  private final ProblemWriter problems;

  OwnFaceRefusals(ProblemWriter problems) {
    this.problems = problems;
  }

  @Override
  public boolean speaksFor(String path) {
    return path.startsWith(BASE);
  }

  @Override
  public boolean servesSuspended() {
    return true;
  }

  @Override
  public Mono<Void> refuse(ServerWebExchange exchange, RequestCode code, String detail) {
    if (code == RequestCode.NO_AUTHORITY) {
      return problems.write(
          exchange,
          Problem.of(HttpStatus.FORBIDDEN, "forbidden", "The key does not allow this", detail));
    }
    exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, SdkSignature.ALGORITHM);
    return problems.write(
        exchange,
        Problem.of(
            HttpStatus.UNAUTHORIZED, "unauthenticated", "A valid AK/SK proof is needed", detail));
  }

  @Override
  public Mono<Void> unavailable(ServerWebExchange exchange, Duration retryAfter) {
    return problems.write(
        exchange,
        Problem.unavailable("A store cannot be reached; nothing was changed", retryAfter));
  }

  @Override
  public Mono<Void> slowDown(ServerWebExchange exchange, Duration retryAfter) {
    return problems.write(
        exchange,
        Problem.of(
                HttpStatus.TOO_MANY_REQUESTS,
                "too-many-requests",
                "More requests than the rate limit allows",
                "Try again after the time that Retry-After names")
            .withRetryAfter(retryAfter));
  }
}
