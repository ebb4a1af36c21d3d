package io.tollgate.loadtest.isv;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * The proof of the V2 basic interfaces: {@code signature}, {@code timestamp} and {@code nonce} in
 * the URL. The access key is the HMAC key both times, for the body's hash and for the signature.
 */
final class BasicProof {

  private BasicProof() {}

  static String sign(String accessKey, String nonce, String timestamp, JsonNode body) {
    var bodyHash = HmacSha256.hex(accessKey, RequestPayload.of(body));

    return HmacSha256.hex(accessKey, accessKey + nonce + timestamp + bodyHash)
        .toUpperCase(Locale.ROOT);
  }

  /** Whether {@code signature} is right, in either case of its hex digits. */
  static boolean holds(
      String accessKey, String nonce, String timestamp, JsonNode body, String signature) {
    return HmacSha256.matches(
        sign(accessKey, nonce, timestamp, body), signature.toUpperCase(Locale.ROOT));
  }
}
