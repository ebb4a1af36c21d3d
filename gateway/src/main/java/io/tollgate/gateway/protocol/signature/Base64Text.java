package io.tollgate.gateway.protocol.signature;

import java.security.MessageDigest;
import java.util.Base64;

/** Base64 as signatures carry it. */
final class Base64Text {

  private Base64Text() {}

  static String of(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** The bytes, or none where {@code text} is not base64: a signature that matches nothing. */
  static byte[] bytesOf(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      return new byte[0];
    }
  }

  static boolean matches(byte[] expected, String text) {
    return MessageDigest.isEqual(expected, bytesOf(text));
  }
}
