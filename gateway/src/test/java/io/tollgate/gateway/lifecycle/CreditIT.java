package io.tollgate.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.Names;
import io.tollgate.gateway.outbound.StubIsv;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import reactor.core.publisher.Mono;

/** Customers who use on credit: nothing follows before the month's bill, and all of it after. */
@TestPropertySource(properties = "test.world=CreditIT")
class CreditIT extends LifecycleIT {

  @Test
  void fallsBehindWhenTheMonthIsBilledAndRecoversWhenItIsRepaid() throws Exception {
    var customer = creditCustomer("V3");
    var metered = opened(order(customer, ppu));
    advance("PT1H");
    push(metered, null, "1000");
    moveTo("2029-02-02T12:00:00Z");
    assertThat(standingOf(customer)).isEqualTo("GOOD");
    assertThat(balanceOf(customer)).isEqualTo("-45");

    post("/ops/v1/settlements/202901", Map.of(), 200);

    Awaitility.await().atMost(PATIENCE).until(() -> standingOf(customer).equals("GRACE"));
    advance("PT23H59M");
    assertThat(instance(metered).get("state").asString()).isEqualTo("ACTIVE");
    advance("PT1M");
    assertThat(instance(metered).get("state").asString()).isEqualTo("FROZEN");
    assertThat(standingOf(customer)).isEqualTo("RETENTION");

    var late = opened(order(customer, otherMetered()));
    assertThat(instance(late).get("state").asString()).isEqualTo("FROZEN");
    assertThat(instance(late).at("/freezeReasons/0").asString()).isEqualTo("ARREARS");
    assertThat(instance(late).get("releaseAt")).isEqualTo(instance(metered).get("releaseAt"));

    post("/ops/v1/customers/" + customer + "/repayments", Map.of("month", "202901"), 201);
    assertThat(standingOf(customer)).isEqualTo("GOOD");
    assertThat(instance(metered).get("state").asString()).isEqualTo("ACTIVE");
    assertThat(instance(late).get("state").asString()).isEqualTo("ACTIVE");
    post("/ops/v1/settlements/202901", Map.of(), 200);
    advance("P2D");
    assertThat(standingOf(customer)).isEqualTo("GOOD");
  }

  @Test
  void freezesWhatIsCreatedOnlyAfterRetentionBegan() {
    var customer = customer("V0", "100");
    isv.behave(call -> Mono.just("{\"resultCode\":\"000005\"}"));
    var orderId = order(customer, ppu).get("orderId").asString();
    sql("UPDATE account SET balance = -5 WHERE account = 'customer:%s'".formatted(customer));
    sql("INSERT INTO timer (kind, subject, due_at) VALUES ('CUSTOMER_BALANCE', '%s', '%s')"
        .formatted(customer, now()));
    Awaitility.await().atMost(PATIENCE).until(() -> standingOf(customer).equals("RETENTION"));

    isv.behave(StubIsv::agreeable);
    advance("PT1H");

    var instanceId =
        get("/ops/v1/orders/" + orderId).at("/instances/0/instanceId").asString();
    assertThat(instance(instanceId).get("state").asString()).isEqualTo("FROZEN");
    assertThat(isv.received())
        .extracting(call -> call.activity() + call.text("status"))
        .endsWith("newInstance", "updateInstanceStatusFREEZE");
    advance("PT23H");
    assertThat(instance(instanceId).get("state").asString()).isEqualTo("RELEASED");
  }

  private String creditCustomer(String level) {
    var customerId = Names.fresh("credit");
    post(
        "/ops/v1/customers",
        Map.of(
            "customerId", customerId,
            "name", "Customer",
            "level", level,
            "type", "CREDIT",
            "currency", "CNY"),
        201);
    return customerId;
  }

  private String otherMetered() {
    var skuCode = Names.fresh("mms-ppu");
    postJson("/ops/v1/products/" + product + "/skus", """
        {"skuCode":"%s","chargingMode":"ON_DEMAND","items":[{"productId":"pid-%s","name":"MMS",
         "unit":"message","cycle":"HOURLY","price":{"model":"PER_UNIT","currency":"CNY",
         "unitPrice":"0.1"}}]}""".formatted(skuCode, skuCode), 201);
    return skuCode;
  }

  private String standingOf(String customerId) {
    return get("/ops/v1/customers/" + customerId).get("standing").asString();
  }

  private void moveTo(String target) {
    post("/ops/v1/clock", Map.of("now", Instant.parse(target).toString()), 200);
  }
}
