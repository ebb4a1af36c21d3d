package io.tollgate.loadtest.isv;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The one primitive that every signature of the marketplace is made of. */
final class HmacSha256 {

  private static final String ALGORITHM = "HmacSHA256";

  private HmacSha256() {}

  static byte[] of(String key, String text) {
    return of(key, text.getBytes(UTF_8));
  }

  static byte[] of(String key, byte[]... parts) {
    return of(key.getBytes(UTF_8), parts);
  }

  static byte[] of(byte[] key, byte[]... parts) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      for (var part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no " + ALGORITHM, e);
    }
  }

  static String hex(String key, String text) {
    return HexFormat.of().formatHex(of(key, text));
  }

  static String base64(String key, String text) {
    return Base64.getEncoder().encodeToString(of(key, text));
  }

  /** Compares in constant time, so that a stub is no worse an example than a product. */
  static boolean matches(String expected, String given) {
    return MessageDigest.isEqual(expected.getBytes(UTF_8), given.getBytes(UTF_8));
  }
}
