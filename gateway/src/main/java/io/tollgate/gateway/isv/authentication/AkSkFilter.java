package io.tollgate.gateway.isv.authentication;

import io.tollgate.gateway.isv.authentication.AkSkOutcome.NoAuthority;
import io.tollgate.gateway.isv.authentication.AkSkOutcome.NotProven;
import io.tollgate.gateway.isv.authentication.AkSkOutcome.Proven;
import io.tollgate.gateway.isv.ratelimit.RateLimit;
import io.tollgate.gateway.problem.Problems;
import io.tollgate.gateway.protocol.codes.RequestCode;
import io.tollgate.metering.isv.Isv;
import java.util.List;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Lets only ISVs with a valid AK/SK proof, and not too often, to the paths that need one. The body,
 * bounded at 1 MiB, is read here once and given on from memory.
 */
@Component
@Order(AkSkFilter.ORDER)
final class AkSkFilter implements WebFilter {

  static final int ORDER = 0;

  private static final int MOST_BODY_BYTES = 1 << 20;

  private final AkSkAuthentication authentication;
  private final RateLimit rateLimit;
  private final List<Refusals> refusals;

  AkSkFilter(AkSkAuthentication authentication, RateLimit rateLimit, List<Refusals> refusals) {
    this.authentication = authentication;
    this.rateLimit = rateLimit;
    this.refusals = refusals;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    return speaker(exchange)
        .map(speaker ->
            body(exchange.getRequest()).flatMap(body -> verified(exchange, chain, speaker, body)))
        .orElseGet(() -> chain.filter(exchange));
  }

  private Optional<Refusals> speaker(ServerWebExchange exchange) {
    var path = exchange.getRequest().getPath().value();
    return refusals.stream().filter(candidate -> candidate.speaksFor(path)).findFirst();
  }

  private static Mono<byte[]> body(ServerHttpRequest request) {
    return DataBufferUtils.join(request.getBody(), MOST_BODY_BYTES)
        .map(buffer -> {
          var bytes = new byte[buffer.readableByteCount()];
          buffer.read(bytes);
          DataBufferUtils.release(buffer);
          return bytes;
        })
        .defaultIfEmpty(new byte[0]);
  }

  private Mono<Void> verified(
      ServerWebExchange exchange, WebFilterChain chain, Refusals speaker, byte[] body) {
    return authentication
        .verify(exchange.getRequest(), body)
        .map(outcome -> switch (outcome) {
          case NotProven not -> speaker.refuse(exchange, RequestCode.ILLEGAL_TOKEN, not.detail());
          case NoAuthority not -> speaker.refuse(exchange, RequestCode.NO_AUTHORITY, not.detail());
          case Proven proven -> admitted(exchange, chain, speaker, body, proven.isv());
        })
        .onErrorResume(failure -> Mono.just(undecided(exchange, speaker, failure)))
        .flatMap(answer -> answer);
  }

  /** Whether the proof holds could not be looked up. */
  private static Mono<Void> undecided(
      ServerWebExchange exchange, Refusals speaker, Throwable failure) {
    var retryAfter = new Problems().of(failure).retryAfter();
    return retryAfter == null ? Mono.error(failure) : speaker.unavailable(exchange, retryAfter);
  }

  private Mono<Void> admitted(
      ServerWebExchange exchange, WebFilterChain chain, Refusals speaker, byte[] body, Isv isv) {
    if (isv.state() == Isv.State.SUSPENDED && !speaker.servesSuspended()) {
      return speaker.refuse(exchange, RequestCode.ISV_STATUS_INVALID, "the ISV is suspended");
    }
    var wait = rateLimit.take(isv.isvNo());
    if (!wait.isZero()) {
      return speaker.slowDown(exchange, wait);
    }
    new CallingIsv(isv.isvNo(), isv.isvId()).keepIn(exchange);
    var again = new RereadRequest(exchange, body);
    return chain.filter(exchange.mutate().request(again).build());
  }

  /** The same request with its body from memory. */
  private static final class RereadRequest extends ServerHttpRequestDecorator {

    private final Flux<DataBuffer> body;

    RereadRequest(ServerWebExchange exchange, byte[] bytes) {
      super(exchange.getRequest());
      this.body = bytes.length == 0
          ? Flux.empty()
          : Flux.defer(() -> Flux.just(exchange.getResponse().bufferFactory().wrap(bytes)));
    }

    @Override
    public Flux<DataBuffer> getBody() {
      return body;
    }
  }
}
