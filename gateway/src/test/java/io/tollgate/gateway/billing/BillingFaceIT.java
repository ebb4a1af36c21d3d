package io.tollgate.gateway.billing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tollgate.gateway.isv.IsvFaceIT;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A test of the billing side: reads what it shows, in each of its forms. */
abstract class BillingFaceIT extends IsvFaceIT {

  static final JsonMapper JSON = JsonMapper.builder().build();
  private static final MediaType CSV = new MediaType("text", "csv");

  final void moveTo(Instant instant) {
    post("/ops/v1/clock", "{\"now\":\"" + instant + "\"}", 200);
  }

  final JsonNode post(String path, String body, int status) {
    var reply = operator()
        .post()
        .uri(path)
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(body)
        .exchange()
        .expectStatus()
        .isEqualTo(status)
        .expectBody()
        .returnResult()
        .getResponseBody();
    return JSON.readTree(requireNonNull(reply));
  }

  final String body(String path, MediaType type) {
    var bytes = billing()
        .get()
        .uri("/billing/v1/" + path)
        .accept(type)
        .exchange()
        .expectStatus()
        .isOk()
        .expectHeader()
        .contentTypeCompatibleWith(type)
        .expectBody()
        .returnResult()
        .getResponseBody();
    return bytes == null ? "" : new String(bytes, UTF_8);
  }

  final JsonNode page(String path) {
    return JSON.readTree(body(path, MediaType.APPLICATION_JSON));
  }

  final String ndjson(String path) {
    return body(path, MediaType.APPLICATION_NDJSON);
  }

  final List<JsonNode> items(String path) {
    return ndjson(path).lines().map(line -> JSON.readTree(line)).toList();
  }

  final List<List<String>> csv(String path) {
    return body(path, CSV)
        .lines()
        .skip(1)
        .map(row -> List.of(row.split(",", -1)))
        .toList();
  }

  /** What the rows of CSV must hold: the members' texts, in the same order. */
  static List<List<String>> cells(List<JsonNode> items) {
    Function<JsonNode, Stream<String>> texts =
        item -> children(item).stream().map(member -> member.asString(""));
    return items.stream().map(item -> texts.apply(item).toList()).toList();
  }

  static List<JsonNode> children(JsonNode node) {
    var children = new ArrayList<JsonNode>();
    node.forEach(children::add);
    return children;
  }

  static BigDecimal sum(List<JsonNode> items, String member) {
    return items.stream().map(one -> decimal(one, member)).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  static BigDecimal decimal(JsonNode item, String member) {
    return new BigDecimal(item.get(member).asString());
  }
}
