package io.tollgate.gateway.isv.usage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.gateway.Names;
import io.tollgate.gateway.isv.SignedCalls;
import io.tollgate.gateway.protocol.signature.PushProof;
import io.tollgate.testing.Stores;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/**
 * An ISV with a basic key, one customer, and instances of its own, put into the ledger directly:
 * what a push meets, without the orders that lead there.
 */
final class PushingIsv {

  static final String KEY = "a-basic-access-key";

  static final String PATH = "/api/mkp-openapi-public/global/v1/isv/usage-data";
  private static final DateTimeFormatter WIRE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Stores stores;
  private final WebTestClient operator;
  private final WebTestClient anyone;
  private final Instant lastHour;
  private final String isvId = Names.fresh("isv");
  private final String basicKeyId = Names.fresh("ak");
  private final String productCode = Names.fresh("product");
  private final String customerId = Names.fresh("customer");
  private final String item = Names.fresh("item");

  PushingIsv(Stores stores, WebTestClient operator, WebTestClient anyone, Instant now) {
    this.stores = stores;
    this.operator = operator;
    this.anyone = anyone;
    this.lastHour = now.truncatedTo(ChronoUnit.HOURS);
    operator
        .post()
        .uri("/ops/v1/isvs")
        .bodyValue(Map.of("isvId", isvId, "name", "An ISV", "email", "isv@example.com"))
        .exchange()
        .expectStatus()
        .isCreated();
    addKey("BASIC", basicKeyId, KEY);
    seed();
  }

  String isvId() {
    return isvId;
  }

  /** The access key id behind {@link #KEY}. */
  String basicKeyId() {
    return basicKeyId;
  }

  String productCode() {
    return productCode;
  }

  /** A key of the ISV's own making. */
  SignedCalls addKey(String kind, String accessKeyId, String secret) {
    operator
        .post()
        .uri("/ops/v1/isvs/{isvId}/keys", isvId)
        .bodyValue(Map.of("kind", kind, "accessKeyId", accessKeyId, "secret", secret))
        .exchange()
        .expectStatus()
        .isCreated();
    return new SignedCalls(accessKeyId, secret);
  }

  SignedCalls addKey(String kind) {
    var accessKeyId = Names.fresh("AK");
    return addKey(kind, accessKeyId, "s-" + accessKeyId);
  }

  /** Ends a key at once. */
  void endKey(String accessKeyId) {
    operator
        .delete()
        .uri("/ops/v1/isvs/{isvId}/keys/{keyId}", isvId, keyId(accessKeyId))
        .exchange()
        .expectStatus()
        .is2xxSuccessful();
  }

  private String keyId(String accessKeyId) {
    try (var connection = stores.database().connect();
        var query =
            connection.prepareStatement("SELECT key_id FROM isv_key WHERE access_key_id = ?")) {
      query.setString(1, accessKeyId);
      var rows = query.executeQuery();
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(accessKeyId, e);
    }
  }

  void suspend() {
    operator
        .patch()
        .uri("/ops/v1/isvs/{isvId}", isvId)
        .bodyValue(Map.of("state", "SUSPENDED"))
        .exchange()
        .expectStatus()
        .isOk();
  }

  private void seed() {
    execute("""
        INSERT INTO customer (customer_id, name, level, type, currency, created_at)
        VALUES ('%s', 'C', 'V1', 'PREPAID', 'CNY', now())
        """.formatted(customerId));
    offer(productCode, item);
  }

  /** A pay-per-use product of one item, and the customer's order of it. */
  private void offer(String code, String itemId) {
    execute("""
        INSERT INTO product (product_code, isv_no, name, production_url, interface_version,
          category, created_at)
        SELECT '%s', isv_no, 'P', 'https://isv.example.com', 'V2', 'GENERAL', now()
        FROM isv WHERE isv_id = '%s'
        """.formatted(code, isvId));
    execute("""
        INSERT INTO sku (sku_code, product_no, charging_mode, definition, created_at)
        SELECT '%1$s', product_no, 'ON_DEMAND', '{}', now() FROM product WHERE product_code = '%1$s'
        """.formatted(code));
    execute("""
        INSERT INTO billing_item (product_id, sku_no, cycle)
        SELECT '%s', sku_no, 'HOURLY' FROM sku WHERE sku_code = '%s'
        """.formatted(itemId, code));
    execute("""
        INSERT INTO marketplace_order (order_id, order_type, customer_no, product_no, sku_no,
          quantity, periods, state, amount, currency, created_at)
        SELECT '%1$s', 'NEW', customer_no, product_no, sku_no, 1, 1, 'ACTIVE', 0, 'CNY', now()
        FROM customer, sku WHERE customer_id = '%2$s' AND sku_code = '%1$s'
        """.formatted(code, customerId));
    execute("""
        INSERT INTO order_line (order_line_id, order_no, sku_no, product_ids)
        SELECT '%1$s-000001', order_no, sku_no, '{}' FROM marketplace_order
        WHERE order_id = '%1$s'
        """.formatted(code));
  }

  /** A pay-per-use instance, activated 30 days before the last hour. */
  String instance() {
    return instance("ON_DEMAND");
  }

  /** A package of 1,000 that stops when used up. */
  String stopPackage() {
    var id = instance("PACKAGE");
    execute("""
        INSERT INTO slot (customer_no, item_no)
        SELECT customer_no, item_no FROM customer, billing_item
        WHERE customer_id = '%s' AND product_id = '%s'
        ON CONFLICT DO NOTHING
        """.formatted(customerId, item));
    execute("""
        INSERT INTO quota (package_no, slot_no, valid_from, valid_to, granted, stop_before_excess,
          purchased_at)
        SELECT instance_no, slot_no, activated_at, activated_at + interval '1 year', 10000000,
          true, activated_at
        FROM instance JOIN slot USING (customer_no, item_no) WHERE instance_id = '%s'
        """.formatted(id));
    return id;
  }

  /** A package that allots nothing to the item, so that usage need not name it. */
  String emptyPackage() {
    return instance("PACKAGE");
  }

  /** An instance of another product of the ISV, which is on sale no more. */
  String delistedInstance() {
    var code = Names.fresh("product");
    var delistedItem = Names.fresh("item");
    offer(code, delistedItem);
    execute("UPDATE product SET state = 'DELISTED' WHERE product_code = '" + code + "'");
    return instance("ON_DEMAND", code, delistedItem);
  }

  /** Has records refused that a package does not cover; to be said before the first push. */
  void rejectOverQuota() {
    execute("UPDATE product SET over_quota = 'REJECT' WHERE product_code = '" + productCode + "'");
  }

  private String instance(String kind) {
    return instance(kind, productCode, item);
  }

  private String instance(String kind, String code, String itemId) {
    var id = Names.fresh("instance");
    execute("""
        INSERT INTO instance (instance_id, kind, isv_no, customer_no, product_no, sku_no, item_no,
          order_no, order_line_id, business_id, state, activated_at, created_at)
        SELECT '%s', '%s', p.isv_no, o.customer_no, o.product_no, o.sku_no, b.item_no, o.order_no,
          o.order_id || '-000001', 'b', 'ACTIVE', '%s', now()
        FROM marketplace_order o JOIN product p USING (product_no), billing_item b
        WHERE o.order_id = '%s' AND b.product_id = '%s'
        """.formatted(id, kind, lastHour.minus(Duration.ofDays(30)), code, itemId));
    return id;
  }

  /** Frozen since two days ago. */
  void freeze(String instanceId) {
    execute("UPDATE instance SET state = 'FROZEN', freeze_reasons = '{VIOLATION}', version = 1"
        + " WHERE instance_id = '%s'".formatted(instanceId));
    execute("""
        INSERT INTO state_change (sequence, instance_no, version, from_state, to_state,
          freeze_reasons, reason, occurred_at)
        SELECT nextval('state_change_no'), instance_no, 1, 'ACTIVE', 'FROZEN', '{VIOLATION}',
          'VIOLATION', '%s' FROM instance WHERE instance_id = '%s'
        """.formatted(lastHour.minus(Duration.ofDays(2)), instanceId));
  }

  /** A sound record of the hour before the last, for others to spoil. */
  RecordText usage(String instanceId) {
    return new RecordText(Map.of(
        "instance_id", quoted(instanceId),
        "record_time", at(Duration.ZERO),
        "begin_time", at(Duration.ofHours(1)),
        "end_time", at(Duration.ZERO),
        "usage_value", quoted("12.5"),
        "metering_sn", quoted(UUID.randomUUID().toString())));
  }

  /** The time that lies so long before the last full hour, as JSON. */
  String at(Duration before) {
    return quoted(WIRE.format(lastHour.minus(before)));
  }

  static String quoted(String text) {
    return '"' + text + '"';
  }

  static String body(RecordText... records) {
    return "{\"usage_records\":["
        + String.join(",", List.of(records).stream().map(RecordText::toString).toList())
        + "]}";
  }

  /** Pushes with a proof over the body as it is. */
  ResponseSpec push(RecordText... records) {
    return push(body(records));
  }

  ResponseSpec push(String body) {
    return push(body, proof(body));
  }

  ResponseSpec push(String body, PushProof proof) {
    return push("", Map.of(), body.getBytes(UTF_8), proof);
  }

  /**
   * Pushes with everything the caller wants to say.
   *
   * @param query with its question mark; may be empty
   * @param more headers
   */
  ResponseSpec push(String query, Map<String, String> more, byte[] body, PushProof proof) {
    return anyone
        .post()
        .uri(PATH + query)
        .header("Content-Type", "application/json")
        .header("signature", proof.signature())
        .header("ts", proof.ts())
        .header("nonce", proof.nonce())
        .headers(headers -> more.forEach(headers::set))
        .bodyValue(body)
        .exchange();
  }

  static PushProof proof(String body) {
    return proof(body, Instant.now(), KEY);
  }

  static PushProof proof(String body, Instant at, String key) {
    return PushProof.sign(
        key.getBytes(UTF_8),
        Long.toString(at.toEpochMilli()),
        UUID.randomUUID().toString(),
        body.getBytes(UTF_8));
  }

  void execute(String sql) {
    try (var connection = stores.database().connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
