package io.tollgate.gateway.protocol.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/**
 * Percent-encoding in the one normal form that signatures use (RFC 3986): letters, digits and {@code
 * -._~} stand for themselves, every other byte of the UTF-8 text is {@code %XX} in upper case.
 *
 * <p>Decoding works on bytes and never fails: a {@code %} that starts no escape stands for itself.
 */
final class PercentEncoding {

  private static final HexFormat UPPER = HexFormat.of().withUpperCase();

  private PercentEncoding() {}

  /** The normal form of text that may already be encoded, so that both spellings sign alike. */
  static String normalized(String raw, boolean plusIsSpace) {
    return encode(decode(raw, plusIsSpace));
  }

  static String encode(String text) {
    return encode(text.getBytes(UTF_8));
  }

  private static String encode(byte[] bytes) {
    var encoded = new StringBuilder(bytes.length + 16);
    for (var b : bytes) {
      if (isUnreserved(b)) {
        encoded.append((char) b);
      } else {
        encoded.append('%');
        UPPER.toHexDigits(encoded, b);
      }
    }
    return encoded.toString();
  }

  private static byte[] decode(String raw, boolean plusIsSpace) {
    var bytes = raw.getBytes(UTF_8);
    var decoded = new ByteArrayOutputStream(bytes.length);
    for (var i = 0; i < bytes.length; i++) {
      if (startsEscape(bytes, i)) {
        decoded.write(
            HexFormat.fromHexDigit(bytes[i + 1]) << 4 | HexFormat.fromHexDigit(bytes[i + 2]));
        i += 2;
      } else {
        decoded.write(plusIsSpace && bytes[i] == '+' ? ' ' : bytes[i]);
      }
    }
    return decoded.toByteArray();
  }

  private static boolean startsEscape(byte[] bytes, int at) {
    return bytes[at] == '%'
        && at + 2 < bytes.length
        && HexFormat.isHexDigit(bytes[at + 1])
        && HexFormat.isHexDigit(bytes[at + 2]);
  }

  private static boolean isUnreserved(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '.'
        || b == '_'
        || b == '~';
  }
}
