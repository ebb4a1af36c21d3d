package io.tollgate.loadtest.isv;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/**
 * The proof of a usage push: {@code signature}, {@code ts} and {@code nonce} as headers.
 *
 * @param signature base64 of the HMAC over {@code ts}, {@code nonce} and the body as it is sent
 * @param ts Unix milliseconds, as text
 */
public record UsageProof(String signature, String ts, String nonce) {

  public static UsageProof of(String accessKey, String ts, String nonce, byte[] body) {
    var prefix = ("ts=" + ts + "&nonce=" + nonce + "&body=").getBytes(UTF_8);
    var signature = Base64.getEncoder().encodeToString(HmacSha256.of(accessKey, prefix, body));

    return new UsageProof(signature, ts, nonce);
  }
}
