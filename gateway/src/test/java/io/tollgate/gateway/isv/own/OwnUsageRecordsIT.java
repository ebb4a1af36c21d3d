package io.tollgate.gateway.isv.own;

import io.tollgate.gateway.isv.IsvFaceIT;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OwnUsageRecordsIT extends IsvFaceIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String RECORDS = "/isv/v1/usage-records";

  @Test
  void showsAnIsvItsRecordsPageByPage() throws SQLException {
    var seller = seller();
    var other = seller();
    var instance = recorded(seller);

    get(seller.calls(), RECORDS).expectStatus().isOk().expectBody().json("""
            {"hasMore":false,"items":[
             {"isvId":"%1$s","meteringSn":"sn-1","instanceId":"%2$s","packageInstanceId":null,
              "beginTime":"2026-01-01T00:00:00Z","endTime":"2026-01-01T01:00:00Z",
              "recordTime":"2026-01-01T01:05:00Z","quantity":"12.5","state":"ACCEPTED",
              "errorCode":null,"acceptedAt":"2026-01-01T01:06:00Z",
              "cycleStart":"2026-01-01T00:00:00Z","drawn":[],"onDemandQuantity":"12.5",
              "overageQuantity":"0"},
             {"meteringSn":"sn-2","state":"REFUSED","errorCode":"003","quantity":"x",
              "beginTime":"2026-01-01T00:00:00Z","acceptedAt":null,"cycleStart":null}]}
            """.formatted(
            seller.isvId(), instance));
    var first = page(get(seller.calls(), RECORDS + "?limit=1"));
    get(seller.calls(), RECORDS + "?limit=1&after=" + first.get("next").asString())
        .expectBody()
        .json("{\"items\":[{\"meteringSn\":\"sn-2\"}],\"hasMore\":false}");
    get(seller.calls(), RECORDS + "?state=REFUSED")
        .expectBody()
        .jsonPath("$.items.length()")
        .isEqualTo(1);
    get(seller.calls(), RECORDS + "?state=COLLECTED")
        .expectBody()
        .jsonPath("$.items.length()")
        .isEqualTo(0);
    get(seller.calls(), RECORDS + "?instanceId=nobody")
        .expectBody()
        .jsonPath("$.items.length()")
        .isEqualTo(0);
    get(other.calls(), RECORDS).expectBody().jsonPath("$.items.length()").isEqualTo(0);
  }

  private static JsonNode page(ResponseSpec response) {
    var body = response.expectStatus().isOk().expectBody().returnResult().getResponseBody();
    return JSON.readTree(body == null ? new byte[0] : body);
  }

  private String recorded(Seller seller) throws SQLException {
    var product = product(seller, Map.of());
    var instance = "i-" + product;
    create(
        "/ops/v1/products/" + product + "/skus",
        Map.of(
            "skuCode",
            "ppu-" + product,
            "chargingMode",
            "ON_DEMAND",
            "items",
            List.of(Map.of(
                "productId", "pid-" + product,
                "name", "SMS",
                "unit", "message",
                "cycle", "HOURLY",
                "price", Map.of("model", "PER_UNIT", "currency", "CNY", "unitPrice", "0.05")))));
    var order = order("ppu-" + product, Map.of()).get("orderId").asString();
    sql(
        "UPDATE instance SET instance_id = ?, state = 'ACTIVE', activated_at = '2025-12-01'"
            + " WHERE order_no = (SELECT order_no FROM marketplace_order WHERE order_id = ?)",
        instance,
        order);
    sql("""
        INSERT INTO usage_record (record_no, isv_no, metering_sn, instance_no, package_no, slot_no,
          slot_seq, begin_time, end_time, record_time, units, on_demand_units, overage_units,
          cycle_end, accepted_at)
        SELECT nextval('usage_batch_no') * 65536, isv_no, 'sn-1', instance_no, 0, 0, 0,
          '2026-01-01T00:00:00Z', '2026-01-01T01:00:00Z', '2026-01-01T01:05:00Z', 125000, 125000, 0,
          '2026-01-01T01:00:00Z', '2026-01-01T01:06:00Z'
        FROM instance WHERE instance_id = ?
        """, instance);
    sql("""
        INSERT INTO usage_refused (isv_no, metering_sn, instance_id, content, error_code, error_msg,
          refused_at)
        SELECT isv_no, 'sn-2', instance_id, '{"begin_time":"20260101T000000Z","usage_value":"x"}',
          '003', 'no number', '2026-01-01T01:07:00Z'
        FROM instance WHERE instance_id = ?
        """, instance);
    return instance;
  }
}
