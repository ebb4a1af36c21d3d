package io.tollgate.gateway.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Holds an answer back until what it says has been committed. */
final class HeldResponse extends ServerHttpResponseDecorator {

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  HeldResponse(ServerHttpResponse response) {
    super(response);
  }

  @Override
  public Mono<Void> writeWith(Publisher<? extends DataBuffer> buffers) {
    return Flux.from(buffers).doOnNext(this::hold).then();
  }

  @Override
  public Mono<Void> writeAndFlushWith(
      Publisher<? extends Publisher<? extends DataBuffer>> buffers) {
    return writeWith(Flux.from(buffers).concatMap(inner -> inner));
  }

  @Override
  public Mono<Void> setComplete() {
    return Mono.empty();
  }

  private void hold(DataBuffer buffer) {
    var bytes = new byte[buffer.readableByteCount()];
    buffer.read(bytes);
    DataBufferUtils.release(buffer);
    body.writeBytes(bytes);
  }

  boolean isSuccess() {
    return status() < HttpStatus.BAD_REQUEST.value();
  }

  private int status() {
    var status = getStatusCode();
    return status == null ? HttpStatus.OK.value() : status.value();
  }

  RememberedAnswer answer() {
    return new RememberedAnswer(
        status(),
        getHeaders().getFirst(HttpHeaders.CONTENT_TYPE),
        getHeaders().getFirst(HttpHeaders.LOCATION),
        body.toString(UTF_8));
  }

  /** Lets the answer go. */
  Mono<Void> send() {
    var response = getDelegate();
    if (body.size() == 0) {
      return response.setComplete();
    }
    return response.writeWith(Mono.just(response.bufferFactory().wrap(body.toByteArray())));
  }
}
