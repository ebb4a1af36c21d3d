package io.tollgate.gateway.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.GatewayIT;
import io.tollgate.gateway.Names;
import io.tollgate.gateway.outbound.StubIsv;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A catalogue, a customer and an ISV that answers, for tests of what becomes of orders. */
abstract class LifecycleIT extends GatewayIT {

  static final JsonMapper JSON = JsonMapper.builder().build();
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

  /** Spares a test that moves the clock by months the thousands of collections on the way. */
  void withoutCollections() {
    sql("DELETE FROM timer WHERE kind LIKE 'COLLECT%'");
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
