package io.tollgate.gateway.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

/**
 * The proofs of the production interface, written from the published rules alone: no class of the
 * product takes part, so that the two can disagree.
 */
final class DocumentedProof {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private DocumentedProof() {}

  /** V2 basic: the key is the HMAC key of the payload and of the whole. */
  static String basic(String key, String nonce, String timestamp, Map<String, ?> body) {
    var payload = hex(hmac(key, payload(body))).toLowerCase(Locale.ROOT);
    return hex(hmac(key, key + nonce + timestamp + payload));
  }

  /** V2 kit: the payload itself, not its hash. */
  static String kit(String key, String nonce, String timestamp, Map<String, ?> body) {
    return hex(hmac(key, key + nonce + timestamp + payload(body)));
  }

  /** V1: all parameters but the token, sorted; the key is followed by the time stamp. */
  static String token(String key, Map<String, ?> parameters) {
    var sorted = new TreeMap<String, Object>(parameters);
    sorted.remove("authToken");
    var text = new StringBuilder();
    sorted.forEach((name, value) ->
        text.append(text.isEmpty() ? "" : "&").append(name).append('=').append(value));
    return base64(hmac(key + sorted.get("timeStamp"), text.toString()));
  }

  /** The value in a V1 reply's {@code Body-Sign}. */
  static String bodySign(String key, String body) {
    return base64(hmac(key, body));
  }

  /** The usage push, new. */
  static String push(String key, String ts, String nonce, String body) {
    return base64(hmac(key, "ts=" + ts + "&nonce=" + nonce + "&body=" + body));
  }

  /** A V1 field: 16 characters that are the vector, then base64 of the cipher text. */
  static String decrypt(String key, String encryptType, String field)
      throws GeneralSecurityException {
    var random = SecureRandom.getInstance("SHA1PRNG");
    random.setSeed(key.getBytes(UTF_8));
    var keys = KeyGenerator.getInstance("AES");
    keys.init(encryptType.equals("2") ? 128 : 256, random);
    var cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        keys.generateKey(),
        new IvParameterSpec(field.substring(0, 16).getBytes(UTF_8)));
    return new String(cipher.doFinal(Base64.getDecoder().decode(field.substring(16))), UTF_8);
  }

  /** As the vendor's sample has it: sorted at the top level, written anew, nulls left out. */
  private static String payload(Map<String, ?> body) {
    var sorted = new TreeMap<String, Object>(body);
    sorted.values().removeIf(value -> value == null);
    return JSON.writeValueAsString(sorted);
  }

  private static byte[] hmac(String key, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().withUpperCase().formatHex(bytes);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
