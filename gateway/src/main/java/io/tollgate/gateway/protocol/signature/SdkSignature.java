package io.tollgate.gateway.protocol.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code SDK-HMAC-SHA256}, by which an ISV signs a call with its AK/SK.
 *
 * <p>The secret key signs the algorithm, the date and the hash of the canonical request; no key is
 * derived from it. Path and query are brought into one percent-encoded form first, so that a client
 * or proxy that spells the same character differently still signs the same text.
 */
public final class SdkSignature {

  public static final String ALGORITHM = "SDK-HMAC-SHA256";

  public static final String DATE_HEADER = "x-sdk-date";

  /** How far the date of a request may lie from our clock, in both directions, inclusive. */
  public static final Duration DATE_WINDOW = Duration.ofMinutes(15);

  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
          "uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
      .withResolverStyle(ResolverStyle.STRICT);

  private SdkSignature() {}

  /**
   * Signs a request.
   *
   * @param signedHeaders in lower case, sorted, all of them in the request
   */
  public static SdkAuthorization sign(
      SdkRequest request, List<String> signedHeaders, String accessKeyId, byte[] secretKey) {
    var signature = signatureOf(request, signedHeaders, secretKey)
        .orElseThrow(() -> new IllegalArgumentException("headers: %s (expected: %s and those of %s)"
            .formatted(request.headers().keySet(), DATE_HEADER, signedHeaders)));
    return new SdkAuthorization(accessKeyId, signedHeaders, HexFormat.of().formatHex(signature));
  }

  /** Whether the owner of {@code secretKey} signed exactly this request. */
  public static boolean verify(
      SdkRequest request, SdkAuthorization authorization, byte[] secretKey) {
    return signatureOf(request, authorization.signedHeaders(), secretKey)
        .map(expected -> HmacSha256.matchesHex(expected, authorization.signature()))
        .orElse(false);
  }

  /** Whether {@code date} is well formed and within {@link #DATE_WINDOW} of {@code now}. */
  public static boolean isFresh(String date, Instant now) {
    return instantOf(date)
        .map(signedAt -> Duration.between(signedAt, now).abs().compareTo(DATE_WINDOW) <= 0)
        .orElse(false);
  }

  /** An instant as the date header carries it. */
  public static String dateOf(Instant instant) {
    return DATE.format(instant.atOffset(ZoneOffset.UTC));
  }

  private static Optional<Instant> instantOf(String date) {
    try {
      return Optional.of(LocalDateTime.parse(date.strip(), DATE).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<byte[]> signatureOf(
      SdkRequest request, List<String> signedHeaders, byte[] secretKey) {
    var date = request.headers().get(DATE_HEADER);
    if (date == null) {
      return Optional.empty();
    }
    return request
        .canonicalText(signedHeaders)
        .map(text -> stringToSign(date.strip(), request.canonicalSha256(text)))
        .map(text -> HmacSha256.of(secretKey, text.getBytes(UTF_8)));
  }

  private static String stringToSign(String date, byte[] canonicalSha256) {
    return ALGORITHM + '\n' + date + '\n' + HexFormat.of().formatHex(canonicalSha256);
  }
}
