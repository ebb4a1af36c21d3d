package io.tollgate.gateway.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.gateway.problem.Problem;
import io.tollgate.gateway.security.ActorFilter;
import io.tollgate.metering.audit.Actor;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Honours {@code Idempotency-Key} on every POST of the operator and billing faces.
 *
 * <p>The key, the change and the answer are one transaction: a use case joins the one begun here,
 * and the answer leaves after its commit. Of requests with one key at the same time, one works and
 * the others wait for what it answers. Only success is remembered; a refusal changed nothing, so
 * the key is free to be tried again.
 *
 * <p>What cannot be one transaction (moving the test clock runs many) claims the key first and
 * remembers the answer afterwards. If the gateway dies in between, the outcome is not known, and
 * the key says so ever after.
 */
@Component
@Order(ActorFilter.ORDER + 10)
class IdempotencyFilter implements WebFilter {

  static final String HEADER = "Idempotency-Key";
  static final String REPLAYED_HEADER = "Idempotency-Replayed";

  private static final int MAX_KEY_LENGTH = 255;
  private static final int MAX_BODY_SIZE_BYTES = 1 << 20;
  private static final Duration AT_WORK_RETRY = Duration.ofSeconds(1);

  /** Paths whose work is many transactions. */
  private static final List<String> MANY_TRANSACTIONS =
      List.of("/ops/v1/clock", "/ops/v1/settlements/", "/debug-calls", "/restart");

  private final RememberedAnswers answers;
  private final TransactionalOperator transaction;

  IdempotencyFilter(RememberedAnswers answers, TransactionalOperator transaction) {
    this.answers = answers;
    this.transaction = transaction;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    var request = exchange.getRequest();
    var key = request.getHeaders().getFirst(HEADER);
    var path = request.getPath().value();
    if (key == null
        || !HttpMethod.POST.equals(request.getMethod())
        || !(path.startsWith("/ops/") || path.startsWith("/billing/"))) {
      return chain.filter(exchange);
    }
    if (key.isBlank() || key.length() > MAX_KEY_LENGTH) {
      return Mono.error(
          Problem.invalid(HEADER, HEADER + ": " + key.length() + " characters (expected: 1 to 255)")
              .asException());
    }
    return Mono.zip(Actor.current(), body(exchange)).flatMap(read -> {
      var named = new NamedRequest(request, read.getT2());
      var held = new HeldResponse(exchange.getResponse());
      var work = new Work(
          read.getT1().name(),
          key,
          named,
          held,
          Mono.defer(
              () -> chain.filter(exchange.mutate().request(named).response(held).build())));
      return isOneTransaction(path) ? inOneTransaction(work) : inManyTransactions(work);
    });
  }

  private static boolean isOneTransaction(String path) {
    return MANY_TRANSACTIONS.stream().noneMatch(path::contains);
  }

  private static Mono<byte[]> body(ServerWebExchange exchange) {
    return DataBufferUtils.join(exchange.getRequest().getBody(), MAX_BODY_SIZE_BYTES)
        .map(IdempotencyFilter::bytes)
        .defaultIfEmpty(new byte[0]);
  }

  private static byte[] bytes(DataBuffer buffer) {
    var bytes = new byte[buffer.readableByteCount()];
    buffer.read(bytes);
    DataBufferUtils.release(buffer);
    return bytes;
  }

  private Mono<Void> inOneTransaction(Work work) {
    return transaction
        .execute(status -> answers
            .claim(work.actor(), work.key(), work.request().digest())
            .flatMap(claim -> settled(
                claim,
                work,
                fresh -> fresh.run().then(Mono.defer(() -> {
                  if (work.response().isSuccess()) {
                    return remember(work);
                  }
                  status.setRollbackOnly();
                  return Mono.empty();
                })))))
        .then(Mono.defer(work.response()::send));
  }

  private Mono<Void> inManyTransactions(Work work) {
    return answers
        .claim(work.actor(), work.key(), work.request().digest())
        .flatMap(claim -> settled(
            claim,
            work,
            fresh -> fresh
                .run()
                .then(Mono.defer(() -> work.response().isSuccess() ? remember(work) : forget(work)))
                .onErrorResume(failure -> forget(work).then(Mono.error(failure)))))
        .then(Mono.defer(work.response()::send));
  }

  private static Mono<Void> settled(Claim claim, Work work, Function<Work, Mono<Void>> fresh) {
    return switch (claim) {
      case Claim.Fresh _ -> fresh.apply(work);
      case Claim.Answered(var answer) -> replay(work.response(), answer);
      case Claim.Reused _ ->
        Mono.error(Problem.of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "idempotency-key-reused",
                "The key was used for another request",
                HEADER + ": " + work.key() + " (expected: another key for another request)")
            .asException());
      case Claim.AtWork _ ->
        Mono.error(Problem.of(
                HttpStatus.CONFLICT,
                "idempotency-key-at-work",
                "The same request is at work",
                HEADER + ": " + work.key() + " (expected: the end of the earlier request; if it"
                    + " never ended, look at what it did before sending it with another key)")
            .withRetryAfter(AT_WORK_RETRY)
            .asException());
    };
  }

  private static Mono<Void> replay(HeldResponse response, RememberedAnswer answer) {
    response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
    var headers = response.getHeaders();
    headers.set(REPLAYED_HEADER, "true");
    if (answer.contentType() != null) {
      headers.set(HttpHeaders.CONTENT_TYPE, answer.contentType());
    }
    if (answer.location() != null) {
      headers.set(HttpHeaders.LOCATION, answer.location());
    }
    return answer.body().isEmpty()
        ? Mono.empty()
        : response.writeWith(
            Flux.just(response.bufferFactory().wrap(answer.body().getBytes(UTF_8))));
  }

  private Mono<Void> remember(Work work) {
    return answers.remember(work.actor(), work.key(), work.response().answer());
  }

  private Mono<Void> forget(Work work) {
    return answers.forget(work.actor(), work.key());
  }

  /** One request with a key, and how to do it. */
  private record Work(
      String actor, String key, NamedRequest request, HeldResponse response, Mono<Void> run) {}
}
