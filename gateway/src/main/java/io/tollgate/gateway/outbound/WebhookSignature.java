package io.tollgate.gateway.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The three headers of Standard Webhooks: id, timestamp, and HMAC-SHA256 over both and the body. */
final class WebhookSignature {

  private static final String SECRET_PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";

  private final byte[] key;

  /**
   * @param secret as it was shown when the target was added
   */
  WebhookSignature(String secret) {
    if (!secret.startsWith(SECRET_PREFIX)) {
      throw new IllegalArgumentException("secret (expected: one that begins with whsec_)");
    }
    this.key = Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length()));
  }

  Map<String, String> sign(String id, Instant at, String body) {
    var timestamp = String.valueOf(at.getEpochSecond());
    var headers = new LinkedHashMap<String, String>();
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", timestamp);
    headers.put("webhook-signature", "v1," + mac(id + "." + timestamp + "." + body));
    return headers;
  }

  private String mac(String text) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Every JDK has " + ALGORITHM, impossible);
    }
  }
}
