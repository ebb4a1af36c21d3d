package io.tollgate.gateway.isv.authentication;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.gateway.isv.authentication.AkSkOutcome.NoAuthority;
import io.tollgate.gateway.isv.authentication.AkSkOutcome.NotProven;
import io.tollgate.gateway.isv.authentication.AkSkOutcome.Proven;
import io.tollgate.gateway.protocol.signature.SdkAuthorization;
import io.tollgate.gateway.protocol.signature.SdkRequest;
import io.tollgate.gateway.protocol.signature.SdkSignature;
import io.tollgate.metering.isv.IsvKey;
import io.tollgate.metering.isv.IsvKeys;
import io.tollgate.metering.isv.IsvStore;
import io.tollgate.metering.isv.KeyKind;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Verifies AK/SK proofs ({@code SDK-HMAC-SHA256}). Thread-safe. */
@Component
public final class AkSkAuthentication {

  private static final NotProven UNKNOWN_KEY =
      new NotProven("Access: no such key in force (expected: the access key id of an AK/SK)");
  private static final NotProven WRONG_SIGNATURE =
      new NotProven("Signature: not that of this request (expected: see SDK-HMAC-SHA256)");

  private final IsvKeys keys;
  private final IsvStore isvs;
  private final Clock clock;

  AkSkAuthentication(IsvKeys keys, IsvStore isvs, Clock systemClock) {
    this.keys = keys;
    this.isvs = isvs;
    this.clock = systemClock;
  }

  /**
   * What the proof of a request comes to. Always answers.
   *
   * @param body as it was before compression
   */
  public Mono<AkSkOutcome> verify(ServerHttpRequest request, byte[] body) {
    var headers = request.getHeaders();
    var header = headers.getFirst(HttpHeaders.AUTHORIZATION);
    if (header == null) {
      return Mono.just(new NotProven("Authorization: missing (expected: SDK-HMAC-SHA256 …)"));
    }
    var authorization = SdkAuthorization.parse(header);
    if (authorization.isEmpty()) {
      return Mono.just(
          new NotProven("Authorization: not of the form SDK-HMAC-SHA256 Access=…, SignedHeaders=…,"
              + " Signature=…"));
    }
    var date = headers.getFirst(SdkSignature.DATE_HEADER);
    if (date == null || !SdkSignature.isFresh(date, clock.instant())) {
      return Mono.just(
          new NotProven("X-Sdk-Date: %s (expected: yyyyMMdd'T'HHmmss'Z' within %d minutes of now)"
              .formatted(date == null ? "missing" : date, SdkSignature.DATE_WINDOW.toMinutes())));
    }
    var signed = signedPart(request, authorization.get(), body);
    return keys.byAccessKeyId(authorization.get().accessKeyId())
        .flatMap(key -> verify(signed, authorization.get(), key))
        .defaultIfEmpty(UNKNOWN_KEY);
  }

  private Mono<AkSkOutcome> verify(SdkRequest signed, SdkAuthorization authorization, IsvKey key) {
    if (!SdkSignature.verify(signed, authorization, key.secret().getBytes(UTF_8))) {
      return Mono.just(WRONG_SIGNATURE);
    }
    if (key.kind() != KeyKind.AKSK) {
      return Mono.just(
          new NoAuthority("Access: a key of kind " + key.kind() + " (expected: one of kind AKSK)"));
    }
    return isvs.find(key.isvNo()).map(Proven::new);
  }

  private static SdkRequest signedPart(
      ServerHttpRequest request, SdkAuthorization authorization, byte[] body) {
    Map<String, String> headers = new HashMap<>();
    headers.put(SdkSignature.DATE_HEADER, request.getHeaders().getFirst(SdkSignature.DATE_HEADER));
    for (var name : authorization.signedHeaders()) {
      var value = request.getHeaders().getFirst(name);
      if (value != null) {
        headers.put(name, value);
      }
    }
    var query = request.getURI().getRawQuery();
    return new SdkRequest(
        request.getMethod().name(),
        request.getURI().getRawPath(),
        query == null ? "" : query,
        headers,
        SdkRequest.sha256(body));
  }
}
