package io.tollgate.loadtest.isv;

import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The text of a request body that the marketplace signs: compact JSON, members in ascending order,
 * null members dropped. Only the top level is sorted; nested members keep the order they came in,
 * as the vendor's own sample has it.
 */
final class RequestPayload {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private RequestPayload() {}

  static String of(JsonNode body) {
    var members = new TreeMap<String, JsonNode>();
    body.forEachEntry((name, value) -> {
      if (!value.isNull()) {
        members.put(name, value);
      }
    });
    return MAPPER.writeValueAsString(members);
  }
}
