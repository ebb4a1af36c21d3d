package io.tollgate.loadtest.isv;

import static java.util.stream.Collectors.joining;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The proof of the V1 interfaces: {@code authToken} over all other parameters, sorted by name. */
final class AuthToken {

  static final String NAME = "authToken";
  static final String TIMESTAMP = "timeStamp";

  private AuthToken() {}

  /**
   * @param parameters decoded; {@code authToken} among them is left out of what is signed
   */
  static String sign(String accessKey, Map<String, String> parameters) {
    var signed = new TreeMap<>(parameters);
    signed.remove(NAME);

    return HmacSha256.base64(accessKey + signed.getOrDefault(TIMESTAMP, ""), signedText(signed));
  }

  static boolean holds(String accessKey, Map<String, String> parameters, String token) {
    return HmacSha256.matches(sign(accessKey, parameters), token);
  }

  private static String signedText(SortedMap<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
        .collect(joining("&"));
  }
}
