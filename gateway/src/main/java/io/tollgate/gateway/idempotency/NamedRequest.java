package io.tollgate.gateway.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.core.publisher.Flux;

/** A request whose body was read once, to be told apart and to be read again. */
final class NamedRequest extends ServerHttpRequestDecorator {

  private final byte[] body;

  NamedRequest(ServerHttpRequest request, byte[] body) {
    super(request);
    this.body = body;
  }

  @Override
  public Flux<DataBuffer> getBody() {
    return body.length == 0
        ? Flux.empty()
        : Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(body));
  }

  /** Everything that makes the request what it is. */
  byte[] digest() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update((getMethod() + " " + getURI().getRawPath() + "?").getBytes(UTF_8));
      digest.update((getURI().getRawQuery() + "\n").getBytes(UTF_8));
      return digest.digest(body);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JDK has SHA-256", impossible);
    }
  }
}
