package io.tollgate.loadtest.puller;

import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;

/**
 * What the gateway says of one collection.
 *
 * @param lastSequence of its aggregates; 0 where it has none
 * @param sha256 chained to the closing before
 */
record Closing(
    String closingId,
    long aggregates,
    long records,
    BigDecimal quantity,
    BigDecimal amount,
    long lastSequence,
    String sha256) {

  static Closing of(JsonNode item) {
    return new Closing(
        item.path("closingId").asString(""),
        Long.parseLong(item.path("aggregates").asString()),
        Long.parseLong(item.path("records").asString()),
        new BigDecimal(item.path("quantity").asString()),
        new BigDecimal(item.path("amount").asString()),
        Long.parseLong(item.path("lastSequence").asString("0")),
        item.path("sha256").asString(""));
  }
}
