package io.tollgate.gateway.protocol.signature;

import static java.util.stream.Collectors.joining;

import java.util.Map;
import java.util.TreeMap;

/**
 * The {@code authToken} of a V1 call: the access key, followed by the call's own {@code timeStamp},
 * signs all other parameters in ascending order of their names.
 */
public final class AuthToken {

  public static final String TIME_STAMP = "timeStamp";

  private static final String NAME = "authToken";

  private AuthToken() {}

  /**
   * Signs the parameters, of which an {@code authToken} is left out.
   *
   * @param parameters by name, decoded; {@code timeStamp} among them
   * @return base64, not yet URL-encoded
   */
  public static String sign(String accessKey, Map<String, String> parameters) {
    return Base64Text.of(tokenOf(accessKey, parameters));
  }

  public static boolean verify(String authToken, String accessKey, Map<String, String> parameters) {
    return Base64Text.matches(tokenOf(accessKey, parameters), authToken);
  }

  private static byte[] tokenOf(String accessKey, Map<String, String> parameters) {
    var text = new TreeMap<>(parameters)
        .entrySet().stream()
            .filter(parameter -> !parameter.getKey().equals(NAME))
            .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
            .collect(joining("&"));
    return HmacSha256.of(accessKey + parameters.getOrDefault(TIME_STAMP, ""), text);
  }
}
