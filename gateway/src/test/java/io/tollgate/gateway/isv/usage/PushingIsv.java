package io.tollgate.gateway.isv.usage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.gateway.Names;
import io.tollgate.gateway.protocol.signature.PushProof;
import io.tollgate.testing.Stores;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

  private static final String PATH = "/api/mkp-openapi-public/global/v1/isv/usage-data";
  private static final DateTimeFormatter WIRE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Stores stores;
  private final WebTestClient anyone;
  private final Instant lastHour;
  private final String isvId = Names.fresh("isv");
  private final String productCode = Names.fresh("product");
  private final String customerId = Names.fresh("customer");
  private final String item = Names.fresh("item");

  PushingIsv(Stores stores, WebTestClient operator, WebTestClient anyone, Instant now) {
    this.stores = stores;
    this.anyone = anyone;
    this.lastHour = now.truncatedTo(ChronoUnit.HOURS);
    operator
        .post()
        .uri("/ops/v1/isvs")
        .bodyValue(Map.of("isvId", isvId, "name", "An ISV", "email", "isv@example.com"))
        .exchange()
        .expectStatus()
        .isCreated();
    operator
        .post()
        .uri("/ops/v1/isvs/{isvId}/keys", isvId)
        .bodyValue(Map.of("kind", "BASIC", "accessKeyId", Names.fresh("ak"), "secret", KEY))
        .exchange()
        .expectStatus()
        .isCreated();
    seed();
  }

  String isvId() {
    return isvId;
  }

  String productCode() {
    return productCode;
  }

  private void seed() {
    execute("""
        INSERT INTO product (product_code, isv_no, name, production_url, interface_version,
          category, created_at)
        SELECT '%s', isv_no, 'P', 'https://isv.example.com', 'V2', 'GENERAL', now()
        FROM isv WHERE isv_id = '%s'
        """.formatted(productCode, isvId));
    execute("""
        INSERT INTO sku (sku_code, product_no, charging_mode, definition, created_at)
        SELECT '%1$s', product_no, 'ON_DEMAND', '{}', now() FROM product WHERE product_code = '%1$s'
        """.formatted(productCode));
    execute("""
        INSERT INTO billing_item (product_id, sku_no, cycle)
        SELECT '%s', sku_no, 'HOURLY' FROM sku WHERE sku_code = '%s'
        """.formatted(item, productCode));
    execute("""
        INSERT INTO customer (customer_id, name, level, type, currency, created_at)
        VALUES ('%s', 'C', 'V1', 'PREPAID', 'CNY', now())
        """.formatted(customerId));
    execute("""
        INSERT INTO marketplace_order (order_id, order_type, customer_no, product_no, sku_no,
          quantity, periods, state, amount, currency, created_at)
        SELECT '%1$s', 'NEW', customer_no, product_no, sku_no, 1, 1, 'ACTIVE', 0, 'CNY', now()
        FROM customer, sku WHERE customer_id = '%2$s' AND sku_code = '%1$s'
        """.formatted(productCode, customerId));
    execute("""
        INSERT INTO order_line (order_line_id, order_no, sku_no, product_ids)
        SELECT '%1$s-000001', order_no, sku_no, '{}' FROM marketplace_order
        WHERE order_id = '%1$s'
        """.formatted(productCode));
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

  private String instance(String kind) {
    var id = Names.fresh("instance");
    execute("""
        INSERT INTO instance (instance_id, kind, isv_no, customer_no, product_no, sku_no, item_no,
          order_no, order_line_id, business_id, state, activated_at, created_at)
        SELECT '%s', '%s', p.isv_no, o.customer_no, o.product_no, o.sku_no, b.item_no, o.order_no,
          o.order_id || '-000001', 'b', 'ACTIVE', '%s', now()
        FROM marketplace_order o JOIN product p USING (product_no), billing_item b
        WHERE o.order_id = '%s' AND b.product_id = '%s'
        """.formatted(id, kind, lastHour.minus(Duration.ofDays(30)), productCode, item));
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
    return anyone
        .post()
        .uri(PATH)
        .header("Content-Type", "application/json")
        .header("signature", proof.signature())
        .header("ts", proof.ts())
        .header("nonce", proof.nonce())
        .bodyValue(body.getBytes(UTF_8))
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

  /** What the ledger holds of this ISV: accepted, refused, and units drawn from its packages. */
  Holdings holdings() {
    return new Holdings(
        number("SELECT count(*) FROM usage_record JOIN isv USING (isv_no) WHERE isv_id = '%s'"),
        number("SELECT count(*) FROM usage_refused JOIN isv USING (isv_no) WHERE isv_id = '%s'"),
        number("SELECT coalesce(sum(drawn), 0) FROM quota JOIN instance ON instance_no = package_no"
            + " JOIN isv USING (isv_no) WHERE isv_id = '%s'"));
  }

  record Holdings(long accepted, long refused, long drawnUnits) {}

  void execute(String sql) {
    try (var connection = stores.database().connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private long number(String sql) {
    try (var connection = stores.database().connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql.formatted(isvId))) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** A record as JSON text, member by member, so that a test can spoil any of them. */
  record RecordText(Map<String, String> members) {

    RecordText with(String member, String json) {
      var changed = new LinkedHashMap<>(members);
      changed.put(member, json);
      return new RecordText(changed);
    }

    RecordText without(String member) {
      var changed = new LinkedHashMap<>(members);
      changed.remove(member);
      return new RecordText(changed);
    }

    @Override
    public String toString() {
      var parts = new ArrayList<String>();
      members.forEach((name, json) -> parts.add(quoted(name) + ":" + json));
      return "{" + String.join(",", parts) + "}";
    }
  }
}
