package io.tollgate.gateway.billing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.GatewayIT;
import java.sql.SQLException;
import java.util.ArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestPropertySource(properties = "test.world=FeedIT")
class FeedIT extends GatewayIT {

  private static final int AGGREGATES = 2_345;

  private final JsonMapper json = JsonMapper.builder().build();

  @BeforeEach
  void fill() throws SQLException {
    try (var connection = stores.database().connect();
        var statement = connection.createStatement()) {
      statement.execute("TRUNCATE aggregate, closing, collection, journal_entry, posting");
      statement.execute("""
          INSERT INTO aggregate
          SELECT n, 1, 'USAGE', mod(n, 3), 1, 1, 1, 1, 1, '2026-01-01', '2026-01-01 01:00Z',
                 '2026-01-01', 1, 0, 1, 0, 0, 'CNY', 1, '2026-01-01 01:15Z',
                 '{"sequence":"' || n || '"}'
            FROM generate_series(1, %d) n""".formatted(AGGREGATES));
      statement.execute("""
          INSERT INTO closing VALUES
            (1, '2026-01-01 01:15Z', 2345, 2345, 23450000, 1.50, 1, 2345, 'abc'),
            (2, '2026-01-01 02:15Z', 0, 0, 0, 0, NULL, NULL, 'def')""");
      statement.execute("""
          INSERT INTO journal_entry VALUES (1, 'USAGE', '2026-01-01 01:15Z', 'closing:1')""");
      statement.execute("""
          INSERT INTO posting VALUES (1, 1, 'customer:c-1', -1.50, 'CNY'),
            (1, 2, 'platform:suspense', 1.5, 'CNY')""");
    }
  }

  @Test
  void pagesThroughEverythingOnce() {
    var sequences = new ArrayList<String>();
    var query = "?limit=1000";
    JsonNode page;
    do {
      page = get("/billing/v1/aggregates" + query);
      page.get("items").forEach(item -> sequences.add(item.get("sequence").asString()));
      query = "?limit=1000&after=" + page.get("next").asString();
    } while (page.get("hasMore").asBoolean());

    assertThat(sequences).hasSize(AGGREGATES).doesNotHaveDuplicates();
    assertThat(get("/billing/v1/aggregates" + query).get("items")).isEmpty();
    assertThat(get("/billing/v1/aggregates" + query).get("next")).isEqualTo(page.get("next"));
  }

  @Test
  void streamsOneItemALineAndGoesOnAfterTheLastOneRead() {
    var all = lines("/billing/v1/aggregates");
    var rest = lines("/billing/v1/aggregates?after=2000");

    assertThat(all.lines()).hasSize(AGGREGATES);
    assertThat(all).startsWith("{\"sequence\":\"1\"}\n").endsWith(rest);
    assertThat(rest).startsWith("{\"sequence\":\"2001\"}\n");
    assertThat(lines("/billing/v1/aggregates?limit=3").lines()).hasSize(3);
  }

  @Test
  void showsClosingsAndTheJournal() {
    assertThat(get("/billing/v1/closings").get("items").toString()).isEqualTo("""
        [{"closingId":"1","collectedAt":"2026-01-01T01:15:00Z","aggregates":2345,"records":2345,\
        "quantity":"2345","amount":"1.5","firstSequence":"1","lastSequence":"2345",\
        "sha256":"abc"},{"closingId":"2","collectedAt":"2026-01-01T02:15:00Z","aggregates":0,\
        "records":0,"quantity":"0","amount":"0","firstSequence":null,"lastSequence":null,\
        "sha256":"def"}]""");
    assertThat(get("/billing/v1/journal?account=customer:c-1").get("items").toString())
        .isEqualTo("""
        [{"entryId":"1","kind":"USAGE","occurredAt":"2026-01-01T01:15:00Z",\
        "reference":"closing:1","postings":[{"account":"customer:c-1","amount":"-1.5",\
        "currency":"CNY"},{"account":"platform:suspense","amount":"1.5","currency":"CNY"}]}]""");
    assertThat(get("/billing/v1/journal?account=customer:none").get("items")).isEmpty();
    assertThat(get("/billing/v1/state-changes").get("hasMore").asBoolean()).isFalse();
  }

  @Test
  void refusesCursorsThatAreNotOfThisFeed() {
    var foreign = get("/billing/v1/closings?limit=1").get("next").asString();

    for (var cursor : new String[] {"rubbish", foreign, "99999999", "AAAAAAAAAAAAAA"}) {
      billing()
          .get()
          .uri("/billing/v1/aggregates?after={cursor}", cursor)
          .exchange()
          .expectStatus()
          .isBadRequest()
          .expectBody()
          .jsonPath("$.type")
          .isEqualTo("urn:tollgate:problem:invalid-request")
          .jsonPath("$.errors[0].pointer")
          .isEqualTo("after");
    }
  }

  @Test
  void refusesALimitOutOfRange() {
    for (var limit : new String[] {"0", "1001", "many"}) {
      billing()
          .get()
          .uri("/billing/v1/aggregates?limit={limit}", limit)
          .exchange()
          .expectStatus()
          .isBadRequest();
    }
  }

  private JsonNode get(String uri) {
    return json.readTree(requireNonNull(body(billing(), uri, MediaType.APPLICATION_JSON)));
  }

  private String lines(String uri) {
    return new String(body(billing(), uri, MediaType.APPLICATION_NDJSON), UTF_8);
  }

  private static byte[] body(WebTestClient client, String uri, MediaType type) {
    return requireNonNull(client
        .mutate()
        .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(1 << 24))
        .build()
        .get()
        .uri(uri)
        .accept(type)
        .exchange()
        .expectStatus()
        .isOk()
        .expectHeader()
        .contentType(type)
        .expectBody()
        .returnResult()
        .getResponseBody());
  }
}
