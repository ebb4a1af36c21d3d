package io.tollgate.gateway.protocol.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/**
 * The {@code x-sign} of a V2 kit call: the access key signs itself, the nonce, the timestamp and the
 * payload itself, not its hash.
 */
public final class KitCallSignature {

  private static final HexFormat UPPER = HexFormat.of().withUpperCase();

  private KitCallSignature() {}

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
    var mac = HmacSha256.keyedWith(accessKey.getBytes(UTF_8));
    mac.update((accessKey + nonce + timestamp).getBytes(UTF_8));
    return mac.doFinal(payload);
  }
}
