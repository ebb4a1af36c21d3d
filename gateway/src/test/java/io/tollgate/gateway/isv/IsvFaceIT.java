package io.tollgate.gateway.isv;

import io.tollgate.gateway.GatewayIT;
import io.tollgate.gateway.Names;
import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A test of the ISV face: ISVs with keys and products, and calls that they sign. */
public abstract class IsvFaceIT extends GatewayIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** An ISV with an AK/SK. */
  protected record Seller(String isvId, SignedCalls calls) {}

  protected final Seller seller() {
    var isvId = Names.fresh("isv");
    create("/ops/v1/isvs", Map.of("isvId", isvId, "name", "Seller"));
    return new Seller(isvId, key(isvId, "AKSK"));
  }

  protected final SignedCalls key(String isvId, String kind) {
    var accessKeyId = Names.fresh("AK");
    create(
        "/ops/v1/isvs/" + isvId + "/keys",
        Map.of("kind", kind, "accessKeyId", accessKeyId, "secret", "secret-" + accessKeyId));
    return new SignedCalls(accessKeyId, "secret-" + accessKeyId);
  }

  protected final String product(Seller seller, Map<String, Object> more) {
    var productCode = Names.fresh("p");
    var members = new HashMap<String, Object>(Map.of(
        "productCode",
        productCode,
        "isvId",
        seller.isvId(),
        "name",
        "Product",
        "productionUrl",
        "https://isv.example.com/produce",
        "interfaceVersion",
        "V2",
        "category",
        "GENERAL"));
    members.putAll(more);
    create("/ops/v1/products", members);
    return productCode;
  }

  protected final void create(String path, Map<String, ?> members) {
    operator().post().uri(path).bodyValue(members).exchange().expectStatus().isCreated();
  }

  protected final void suspend(Seller seller) {
    operator()
        .patch()
        .uri("/ops/v1/isvs/" + seller.isvId())
        .bodyValue(Map.of("state", "SUSPENDED"))
        .exchange()
        .expectStatus()
        .isOk();
  }

  protected final ResponseSpec get(SignedCalls calls, String pathAndQuery) {
    var uri = URI.create(address() + pathAndQuery);
    return anyone()
        .get()
        .uri(uri)
        .headers(headers -> headers.addAll(calls.headers("GET", uri)))
        .exchange();
  }

  protected final ResponseSpec send(
      SignedCalls calls, HttpMethod method, String path, String contentType, String body) {
    var uri = URI.create(address() + path);
    var signed = calls.headers(
        method.name(),
        uri,
        body,
        contentType.isEmpty() ? Map.of() : Map.of("content-type", contentType),
        Instant.now());
    return anyone()
        .method(method)
        .uri(uri)
        .headers(headers -> headers.addAll(signed))
        .bodyValue(body)
        .exchange();
  }

  /** A period specification of 99.00 a month; its code. */
  protected final String monthly(String productCode) {
    var skuCode = Names.fresh("month");
    create(
        "/ops/v1/products/" + productCode + "/skus",
        Map.of(
            "skuCode",
            skuCode,
            "chargingMode",
            "PERIOD",
            "productId",
            "pid-" + skuCode,
            "periodType",
            "month",
            "price",
            Map.of("currency", "CNY", "amount", "99.00")));
    return skuCode;
  }

  /** A new order of a customer who can pay it; its answer. */
  protected final JsonNode order(String skuCode, Map<String, ?> more) throws SQLException {
    var customerId = Names.fresh("c");
    sql(
        "INSERT INTO customer (customer_id, name, level, type, currency, created_at)"
            + " VALUES (?, 'Buyer', 'V0', 'PREPAID', 'CNY', now())",
        customerId);
    sql(
        "INSERT INTO account (account, currency, balance) VALUES ('customer:' || ?, 'CNY', 1000)",
        customerId);
    var members = new HashMap<String, Object>(Map.of("customerId", customerId, "skuCode", skuCode));
    members.putAll(more);
    var result = operator()
        .post()
        .uri("/ops/v1/orders")
        .bodyValue(members)
        .exchange()
        .expectStatus()
        .isCreated()
        .expectBody()
        .returnResult();
    return JSON.readTree(Objects.requireNonNull(result.getResponseBody()));
  }

  /** What the operator reads at a path. */
  protected final JsonNode read(String path) {
    var result =
        operator().get().uri(path).exchange().expectStatus().isOk().expectBody().returnResult();
    return JSON.readTree(Objects.requireNonNull(result.getResponseBody()));
  }

  /** Runs SQL where a test arranges what it takes a whole story to bring about. */
  protected final void sql(String statement, Object... values) throws SQLException {
    try (var connection = stores.database().connect();
        var prepared = connection.prepareStatement(statement)) {
      for (var i = 0; i < values.length; i++) {
        prepared.setObject(i + 1, Objects.requireNonNull(values[i]));
      }
      prepared.execute();
    }
  }
}
