package io.tollgate.gateway.protocol.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.gateway.protocol.signature.CanonicalJson;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A body in canonical form, which is both what is signed and what is sent. */
final class Payload {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Payload() {}

  static String of(Map<String, Object> members) {
    return CanonicalJson.of(JSON.writeValueAsBytes(members))
        .map(canonical -> new String(canonical, UTF_8))
        .orElseThrow(() -> new IllegalArgumentException("payload: nested too deeply"));
  }

  /** A value as a JSON text of its own, for the members that V1 carries so. */
  static String text(Object value) {
    return value instanceof String text ? text : JSON.writeValueAsString(value);
  }
}
