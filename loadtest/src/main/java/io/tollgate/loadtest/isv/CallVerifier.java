package io.tollgate.loadtest.isv;

import io.tollgate.loadtest.isv.ReceivedCall.Proof;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * Decides whether a call really is the marketplace's: signature, age and nonce. Written from the
 * protocol's text alone, so that it can disagree with the product. Thread-safe.
 */
final class CallVerifier {

  /** A call is refused when its timestamp is further from now than this. */
  static final Duration FRESHNESS = Duration.ofSeconds(60);

  private final ProductionKeys keys;
  private final InstantSource clock;
  private final Map<String, Long> expiryMillisByNonce = new ConcurrentHashMap<>();

  CallVerifier(ProductionKeys keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** The basic interfaces: proof in the URL. */
  Proof basic(Map<String, String> query, JsonNode body) {
    var signature = query.getOrDefault("signature", "");
    var timestamp = query.getOrDefault("timestamp", "");
    var nonce = query.getOrDefault("nonce", "");
    if (signature.isEmpty() || timestamp.isEmpty() || nonce.isEmpty()) {
      return Proof.MISSING;
    }
    return BasicProof.holds(keys.basic(), nonce, timestamp, body, signature)
        ? fresh(timestamp, nonce)
        : Proof.WRONG;
  }

  /** The kit interfaces: proof in headers. */
  Proof kit(String signature, String timestamp, String nonce, JsonNode body) {
    if (signature.isEmpty() || timestamp.isEmpty() || nonce.isEmpty()) {
      return Proof.MISSING;
    }
    return KitProof.holds(keys.kit(), nonce, timestamp, body, signature)
        ? fresh(timestamp, nonce)
        : Proof.WRONG;
  }

  /** The V1 basic interfaces: a token among the query parameters. V1 knows neither age nor nonce. */
  Proof basicToken(Map<String, String> parameters) {
    return token(keys.basic(), parameters, parameters.getOrDefault(AuthToken.NAME, ""));
  }

  /** The V1 kit interfaces: a token in a header, over the members of the body. */
  Proof kitToken(Map<String, String> members, String token) {
    return token(keys.kit(), members, token);
  }

  private static Proof token(String accessKey, Map<String, String> parameters, String token) {
    if (token.isEmpty() || !parameters.containsKey(AuthToken.TIMESTAMP)) {
      return Proof.MISSING;
    }
    return AuthToken.holds(accessKey, parameters, token) ? Proof.HOLDS : Proof.WRONG;
  }

  private Proof fresh(String timestamp, String nonce) {
    var nowMillis = clock.millis();
    try {
      if (Math.abs(nowMillis - Long.parseLong(timestamp)) > FRESHNESS.toMillis()) {
        return Proof.STALE;
      }
    } catch (NumberFormatException e) {
      return Proof.STALE;
    }
    expiryMillisByNonce.values().removeIf(expiry -> expiry < nowMillis);
    var seen = expiryMillisByNonce.putIfAbsent(nonce, nowMillis + 2 * FRESHNESS.toMillis());
    return seen == null ? Proof.HOLDS : Proof.NONCE_SEEN;
  }
}
