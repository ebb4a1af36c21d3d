package io.tollgate.loadtest.isv;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * The proof of the V2 kit interfaces: {@code x-sign}, {@code x-timestamp} and {@code x-nonce} as
 * headers. Unlike the basic proof it takes the payload itself, not the payload's hash.
 */
final class KitProof {

  private KitProof() {}

  static String sign(String accessKey, String nonce, String timestamp, JsonNode body) {
    return HmacSha256.hex(accessKey, accessKey + nonce + timestamp + RequestPayload.of(body))
        .toUpperCase(Locale.ROOT);
  }

  static boolean holds(
      String accessKey, String nonce, String timestamp, JsonNode body, String signature) {
    return HmacSha256.matches(
        sign(accessKey, nonce, timestamp, body), signature.toUpperCase(Locale.ROOT));
  }
}
