package io.tollgate.gateway.protocol.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code SDK-HMAC-SHA256} signs of one HTTP request.
 *
 * @param rawPath as it stands in the request line, still percent-encoded
 * @param rawQuery likewise, without the question mark; empty where there is none
 * @param headers values by name in lower case; at least the signed ones
 * @param bodySha256 SHA-256 of the body, in lower-case hex
 */
public record SdkRequest(
    String method,
    String rawPath,
    String rawQuery,
    Map<String, String> headers,
    String bodySha256) {

  public SdkRequest {
    headers = Map.copyOf(headers);
  }

  /** SHA-256 of a body in the form that {@link #bodySha256} holds. */
  public static String sha256(byte[] body) {
    return HexFormat.of().formatHex(newSha256().digest(body));
  }

  /** A digest to be fed while a body passes. */
  public static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }

  /** The canonical text, or empty where a signed header is not in the request. */
  Optional<String> canonicalText(List<String> signedHeaders) {
    var headerLines = new StringBuilder();
    for (var name : signedHeaders) {
      var value = headers.get(name);
      if (value == null) {
        return Optional.empty();
      }
      headerLines.append(name).append(':').append(value.strip()).append('\n');
    }
    return Optional.of(method
        + '\n'
        + canonicalPath()
        + '\n'
        + canonicalQuery()
        + '\n'
        + headerLines
        + '\n'
        + String.join(";", signedHeaders)
        + '\n'
        + bodySha256);
  }

  private String canonicalPath() {
    var path = Arrays.stream(rawPath.split("/", -1))
        .map(segment -> PercentEncoding.normalized(segment, false))
        .collect(joining("/"));
    return path.endsWith("/") ? path : path + "/";
  }

  private String canonicalQuery() {
    return Arrays.stream(rawQuery.split("&", -1))
        .filter(parameter -> !parameter.isEmpty())
        .map(SdkRequest::canonicalParameter)
        .sorted(Parameter.ORDER)
        .map(parameter -> parameter.name() + "=" + parameter.value())
        .collect(joining("&"));
  }

  private static Parameter canonicalParameter(String raw) {
    var equals = raw.indexOf('=');
    var name = equals < 0 ? raw : raw.substring(0, equals);
    var value = equals < 0 ? "" : raw.substring(equals + 1);
    return new Parameter(
        PercentEncoding.normalized(name, true), PercentEncoding.normalized(value, true));
  }

  private record Parameter(String name, String value) {
    static final Comparator<Parameter> ORDER =
        Comparator.comparing(Parameter::name).thenComparing(Parameter::value);
  }

  byte[] canonicalSha256(String canonicalText) {
    return newSha256().digest(canonicalText.getBytes(UTF_8));
  }
}
