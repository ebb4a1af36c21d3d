package io.tollgate.gateway.protocol.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 and comparisons that take the same time whether or not they match. */
final class HmacSha256 {

  private static final String ALGORITHM = "HmacSHA256";

  private HmacSha256() {}

  static Mac keyedWith(byte[] key) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("Every Java runtime has " + ALGORITHM, e);
    }
  }

  static byte[] of(byte[] key, byte[] text) {
    return keyedWith(key).doFinal(text);
  }

  static byte[] of(String key, String text) {
    return of(key.getBytes(UTF_8), text.getBytes(UTF_8));
  }

  /** Whether {@code hex}, in either case, spells {@code expected}. */
  static boolean matchesHex(byte[] expected, String hex) {
    if (hex.length() != expected.length * 2) {
      return false;
    }
    try {
      return MessageDigest.isEqual(expected, HexFormat.of().parseHex(hex));
    } catch (IllegalArgumentException notHex) {
      return false;
    }
  }
}
