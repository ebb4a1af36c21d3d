package io.tollgate.gateway.protocol.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/**
 * The signature in the URL of a V2 basic call: the access key signs itself, the nonce, the timestamp
 * and the hash of the payload, which is keyed with the same access key.
 */
public final class BasicCallSignature {

  private static final HexFormat UPPER = HexFormat.of().withUpperCase();

  private BasicCallSignature() {}

  /**
   * Signs a call.
   *
   * @param timestamp Unix milliseconds
   * @param payload the body in its canonical form
   * @return hex in upper case
   */
  public static String sign(String accessKey, String nonce, String timestamp, byte[] payload) {
    return UPPER.formatHex(signatureOf(accessKey, nonce, timestamp, payload));
  }

  public static boolean verify(
      String signature, String accessKey, String nonce, String timestamp, byte[] payload) {
    return HmacSha256.matchesHex(signatureOf(accessKey, nonce, timestamp, payload), signature);
  }

  private static byte[] signatureOf(
      String accessKey, String nonce, String timestamp, byte[] payload) {
    var payloadHash = HexFormat.of().formatHex(HmacSha256.of(accessKey.getBytes(UTF_8), payload));
    return HmacSha256.of(accessKey, accessKey + nonce + timestamp + payloadHash);
  }
}
