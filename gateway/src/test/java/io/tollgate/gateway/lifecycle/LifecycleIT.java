package io.tollgate.gateway.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.GatewayIT;
import io.tollgate.gateway.Names;
import io.tollgate.gateway.outbound.StubIsv;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A catalogue, a customer and an ISV that answers, for tests of what becomes of orders. Time starts
 * where a day, a week and a quarter have just begun, whatever day the test runs.
 */
@TestPropertySource(properties = "tollgate.clock-start=2029-01-01T00:00:00Z")
abstract class LifecycleIT extends GatewayIT {

  static final JsonMapper JSON = JsonMapper.builder().build();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  static final Duration PATIENCE = Duration.ofSeconds(20);

  final String key = "access-key-" + Names.fresh("k");
  StubIsv isv = new StubIsv(key);

  String isvId = Names.fresh("isv");
  String product = Names.fresh("p-sms");
  String ppu = Names.fresh("sms-ppu");
  String item = Names.fresh("pid-sms");
  String pack = Names.fresh("sms-1000");
  String month = Names.fresh("sms-month");

  @BeforeEach
  void registers() {
    post("/ops/v1/isvs", Map.of("isvId", isvId, "name", "Demo", "email", "isv@example.com"), 201);
    post("/ops/v1/isvs/" + isvId + "/keys", Map.of("kind", "BASIC", "secret", key), 201);
    postJson("/ops/v1/products", """
        {"productCode":"%s","isvId":"%s","name":"Demo SMS","productionUrl":"%s","interfaceVersion":"V2",
         "category":"GENERAL","supervised":false,"exhaustion":{"action":"FREEZE","retention":"P7D"},
         "overQuota":"CAP","platformFeePercent":"5"}""".formatted(product, isvId, isv.address()), 201);
    postJson("/ops/v1/products/" + product + "/skus", """
        {"skuCode":"%s","chargingMode":"ON_DEMAND","items":[{"productId":"%s","name":"SMS",
         "unit":"message","cycle":"HOURLY","price":{"model":"PER_UNIT","currency":"CNY","unitPrice":"0.045"}}]}""".formatted(ppu, item), 201);
    postJson("/ops/v1/products/" + product + "/skus", """
        {"skuCode":"%s","chargingMode":"ON_DEMAND_PKG","stopBeforeExcess":true,"productId":"pid-%s",
         "contents":[{"productId":"%s","quantity":"1000"}],"reset":"NONE","validity":"P1Y",
         "price":{"currency":"CNY","amount":"40.00"}}""".formatted(pack, pack, item), 201);
    postJson("/ops/v1/products/" + product + "/skus", """
        {"skuCode":"%s","chargingMode":"PERIOD","productId":"pid-%s","periodType":"month",
         "price":{"currency":"CNY","amount":"99.00"}}""".formatted(month, month), 201);
  }

  @AfterEach
  void closes() {
    isv.close();
  }

  /** A prepaid customer with money. */
  String customer(String level, String balance) {
    var customerId = Names.fresh("c");
    sql("INSERT INTO customer (customer_id, name, level, type, currency, created_at) VALUES ('%s', "
            .formatted(customerId)
        + "'Customer', '%s', 'PREPAID', 'CNY', now())".formatted(level));
    sql("INSERT INTO account (account, currency, balance) VALUES ('customer:%s', 'CNY', %s)"
        .formatted(customerId, balance));
    return customerId;
  }

  /** Spares a test that moves the clock by months what happens every hour on the way. */
  void withoutCollections() {
    sql("DELETE FROM timer WHERE kind LIKE 'COLLECT%' OR kind = 'USAGE_SILENCE'");
  }

  void sql(String statement) {
    try (var connection = stores.database().connect();
        var running = connection.createStatement()) {
      running.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }

  String balanceOf(String customerId) {
    try (var connection = stores.database().connect();
        var running = connection.createStatement();
        var rows = running.executeQuery(
            "SELECT balance FROM account WHERE account = 'customer:%s'".formatted(customerId))) {
      return rows.next() ? rows.getBigDecimal(1).stripTrailingZeros().toPlainString() : "0";
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  JsonNode order(String customerId, String skuCode) {
    return post("/ops/v1/orders", Map.of("customerId", customerId, "skuCode", skuCode), 201);
  }

  JsonNode laterOrder(String type, String instanceId, int status) {
    return post("/ops/v1/orders", Map.of("orderType", type, "instanceId", instanceId), status);
  }

  /** The instance's id once the order lives. */
  String opened(JsonNode order) {
    var orderId = order.get("orderId").asString();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> get("/ops/v1/orders/" + orderId).get("state").asString().equals("ACTIVE"));
    return get("/ops/v1/orders/" + orderId).at("/instances/0/instanceId").asString();
  }

  JsonNode instance(String instanceId) {
    return get("/ops/v1/instances/" + instanceId);
  }

  void awaitState(String instanceId, String state) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(instance(instanceId).get("state").asString()).isEqualTo(state));
  }

  Instant now() {
    return Instant.parse(get("/ops/v1/clock").get("now").asString());
  }

  void advance(String duration) {
    post("/ops/v1/clock", Map.of("advance", duration), 200);
  }

  /** What happened, in order. */
  List<String> events() throws Exception {
    try (var connection = stores.database().connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT type || coalesce(' ' || (data ->> 'percent'), '')"
            + " || CASE type WHEN 'usage.silent' THEN ' of ' || (data ->> 'instanceId') ELSE '' END"
            + " FROM event ORDER BY event_no")) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  /** Reports the last fifty minutes. */
  void push(String instanceId, @Nullable String packageId, String quantity) throws Exception {
    var end = now();
    push(instanceId, packageId, quantity, end.minusSeconds(3_000), end);
  }

  void push(
      String instanceId, @Nullable String packageId, String quantity, Instant begin, Instant end)
      throws Exception {
    var usage = new HashMap<String, Object>(Map.of(
        "instance_id", instanceId,
        "record_time", TIME.format(end),
        "begin_time", TIME.format(begin),
        "end_time", TIME.format(end),
        "usage_value", quantity,
        "metering_sn", Names.fresh("sn")));
    if (packageId != null) {
      usage.put("relate_pkg_instance", packageId);
    }
    var body = JSON.writeValueAsString(Map.of("usage_records", List.of(usage)));
    var ts = Long.toString(System.currentTimeMillis());
    var nonce = UUID.randomUUID().toString();
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
    var signature = Base64.getEncoder()
        .encodeToString(
            mac.doFinal(("ts=" + ts + "&nonce=" + nonce + "&body=" + body).getBytes(UTF_8)));
    anyone()
        .post()
        .uri("/api/mkp-openapi-public/global/v1/isv/usage-data")
        .contentType(MediaType.APPLICATION_JSON)
        .header("ts", ts)
        .header("nonce", nonce)
        .header("signature", signature)
        .bodyValue(body)
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.error_code")
        .isEqualTo("MKT.0000");
  }

  JsonNode post(String path, Map<String, ?> body, int status) {
    return postJson(path, JSON.writeValueAsString(new HashMap<>(body)), status);
  }

  JsonNode postJson(String path, String body, int status) {
    var result = operator()
        .mutate()
        .responseTimeout(Duration.ofMinutes(2))
        .build()
        .post()
        .uri(path)
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(body)
        .exchange()
        .expectBody()
        .returnResult();
    assertThat(result.getStatus().value())
        .as(() -> path + " " + body + " " + text(result.getResponseBody()))
        .isEqualTo(status);
    return JSON.readTree(text(result.getResponseBody()));
  }

  JsonNode get(String path) {
    var result = operator().get().uri(path).exchange().expectBody().returnResult();
    return JSON.readTree(text(result.getResponseBody()));
  }

  JsonNode delete(String path) {
    var result = operator().delete().uri(path).exchange().expectBody().returnResult();
    return JSON.readTree(text(result.getResponseBody()));
  }

  private static String text(byte @Nullable [] body) {
    return body == null ? "{}" : new String(body, UTF_8);
  }
}
