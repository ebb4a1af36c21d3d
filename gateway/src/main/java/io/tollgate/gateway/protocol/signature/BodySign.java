package io.tollgate.gateway.protocol.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Pattern;

/**
 * The {@code Body-Sign} header of a reply to a V1 call.
 *
 * <p>Lenient in form, since ISVs write it with and without blanks, quotes and in either case of its
 * names; strict in value: the method must be HMAC-SHA256 and the signature that of the very bytes.
 */
public final class BodySign {

  public static final String HEADER = "Body-Sign";

  /** Possessive throughout, so that no header costs more than its length. */
  private static final Pattern FORM = Pattern.compile(
      "\\s*+sign_type\\s*+=\\s*+\"?+(?<type>[A-Z0-9-]++)\"?+\\s*+[,;]\\s*+"
          + "signature\\s*+=\\s*+\"?+\\s*+(?<signature>[A-Z0-9+/]++=*+)\\s*+\"?+\\s*+",
      Pattern.CASE_INSENSITIVE);

  private BodySign() {}

  /** The header's value for a reply. */
  public static String sign(String accessKey, byte[] body) {
    return "sign_type=\"HMAC-SHA256\", signature= \"%s\""
        .formatted(Base64Text.of(HmacSha256.of(accessKey.getBytes(UTF_8), body)));
  }

  /** Whether {@code header} is the proof of exactly these bytes. */
  public static boolean verify(String header, String accessKey, byte[] body) {
    var form = FORM.matcher(header);
    return form.matches()
        && form.group("type").equalsIgnoreCase("HMAC-SHA256")
        && Base64Text.matches(
            HmacSha256.of(accessKey.getBytes(UTF_8), body), form.group("signature"));
  }
}
