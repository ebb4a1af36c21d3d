package io.tollgate.loadtest.isv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** AK/SK signatures, {@code SDK-HMAC-SHA256}, for the marketplace's open APIs. */
final class SdkProof {

  static final String DATE_HEADER = "x-sdk-date";

  private static final String ALGORITHM = "SDK-HMAC-SHA256";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private SdkProof() {}

  static String date(Instant instant) {
    return DATE.format(instant);
  }

  /**
   * The value of the {@code Authorization} header.
   *
   * @param headers what is signed, {@code x-sdk-date} and {@code host} among them; names lower case
   */
  static String authorization(
      AccessKey key, String method, URI target, SortedMap<String, String> headers, byte[] body) {
    var signedHeaders = String.join(";", headers.keySet());
    var signature = signature(key.secret(), method, target, headers, body);

    return "%s Access=%s, SignedHeaders=%s, Signature=%s"
        .formatted(ALGORITHM, key.accessKeyId(), signedHeaders, signature);
  }

  static String signature(
      String secret, String method, URI target, SortedMap<String, String> headers, byte[] body) {
    var canonicalRequest = String.join(
        "\n",
        method,
        canonicalPath(target),
        canonicalQuery(target),
        canonicalHeaders(headers),
        String.join(";", headers.keySet()),
        sha256(body));
    var date = headers.getOrDefault(DATE_HEADER, "");
    var stringToSign = String.join("\n", ALGORITHM, date, sha256(canonicalRequest.getBytes(UTF_8)));

    return HmacSha256.hex(secret, stringToSign);
  }

  private static String canonicalPath(URI target) {
    var encoded =
        Arrays.stream(target.getPath().split("/", -1)).map(SdkProof::encode).collect(joining("/"));
    return encoded.endsWith("/") ? encoded : encoded + "/";
  }

  private static String canonicalQuery(URI target) {
    if (target.getRawQuery() == null) {
      return "";
    }
    var parameters = new TreeMap<String, String>();
    for (var pair : target.getRawQuery().split("&", -1)) {
      var equals = pair.indexOf('=');
      var name = equals < 0 ? pair : pair.substring(0, equals);
      var value = equals < 0 ? "" : pair.substring(equals + 1);
      parameters.put(URLDecoder.decode(name, UTF_8), URLDecoder.decode(value, UTF_8));
    }
    return parameters.entrySet().stream()
        .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
        .collect(joining("&"));
  }

  private static String canonicalHeaders(Map<String, String> headers) {
    return headers.entrySet().stream()
        .map(header -> header.getKey() + ":" + header.getValue().trim() + "\n")
        .collect(joining());
  }

  /** Percent-encodes all but the unreserved characters; a form encoder differs in three of them. */
  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
