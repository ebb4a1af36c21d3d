package io.tollgate.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.Names;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.context.TestPropertySource;

/** What is bought for a time: its end, its renewal, its change, and giving it back. */
@TestPropertySource(properties = "test.world=SubscriptionIT")
class SubscriptionIT extends LifecycleIT {

  @BeforeEach
  void movesFast() {
    withoutCollections();
  }

  @ParameterizedTest
  @CsvSource({"V0,1,1", "V1,1,7", "V2,1,7", "V3,7,7", "V4,7,15", "V5,7,15"})
  void staysThroughGraceIsFrozenForRetentionAndThenReleased(
      String level, int graceDays, int retentionDays) {
    var instanceId = opened(order(customer(level, "100"), month));
    var expireTime = Instant.parse(instance(instanceId).get("expireTime").asString());

    moveTo(expireTime.plusSeconds(graceDays * 86_400L - 60));
    assertThat(instance(instanceId).get("state").asString()).isEqualTo("ACTIVE");
    advance("PT1M");
    assertThat(instance(instanceId).get("state").asString()).isEqualTo("FROZEN");
    assertThat(instance(instanceId).at("/freezeReasons/0").asString()).isEqualTo("EXPIRED");

    moveTo(expireTime.plusSeconds((graceDays + retentionDays) * 86_400L - 60));
    assertThat(instance(instanceId).get("state").asString()).isEqualTo("FROZEN");
    advance("PT1M");
    assertThat(instance(instanceId).get("state").asString()).isEqualTo("RELEASED");
    assertThat(isv.received())
        .extracting(call -> call.activity() + call.text("status"))
        .containsExactly("newInstance", "updateInstanceStatusFREEZE", "releaseInstance");
  }

  @Test
  void renewsWithoutAGapAlsoWhenFrozen() {
    var customer = customer("V0", "1000");
    var instanceId = opened(order(customer, month));
    var expireTime = Instant.parse(instance(instanceId).get("expireTime").asString());
    moveTo(expireTime.plusSeconds(86_400));
    assertThat(instance(instanceId).get("state").asString()).isEqualTo("FROZEN");

    var renewal = post(
        "/ops/v1/orders",
        Map.of("orderType", "RENEW", "instanceId", instanceId, "periods", 2),
        201);

    assertThat(renewal.get("orderType").asString()).isEqualTo("RENEW");
    assertThat(balanceOf(customer)).isEqualTo("703");
    assertThat(instance(instanceId).get("state").asString()).isEqualTo("ACTIVE");
    assertThat(Instant.parse(instance(instanceId).get("expireTime").asString()))
        .isAfter(expireTime.plusSeconds(58 * 86_400L));
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(isv.received())
            .extracting(call -> call.activity() + call.text("status") + call.text("scene"))
            .containsExactly(
                "newInstance",
                "updateInstanceStatusFREEZE",
                "refreshInstanceRENEWAL",
                "updateInstanceStatusUNFREEZE"));
    assertThat(isv.received("refreshInstance").getFirst().text("orderId"))
        .isEqualTo(renewal.get("orderId").asString());
    assertThat(isv.received("refreshInstance").getFirst().text("expireTime")).matches("\\d{14}");
  }

  @Test
  void triesOnceAndBecomesFormal() {
    var customer = customer("V1", "1000");
    var trial = Map.of("customerId", customer, "skuCode", month, "orderType", "TRIAL");
    var instanceId = opened(post("/ops/v1/orders", trial, 201));
    post("/ops/v1/orders", trial, 409);
    laterOrder("RENEW", instanceId, 409);
    assertThat(balanceOf(customer)).isEqualTo("1000");

    laterOrder("TRIAL_TO_FORMAL", instanceId, 201);

    assertThat(balanceOf(customer)).isEqualTo("901");
    laterOrder("TRIAL_TO_FORMAL", instanceId, 409);
    assertThat(instance(instanceId).get("state").asString()).isEqualTo("ACTIVE");
  }

  @Test
  void freezesATrialAtItsEndWithoutGrace() {
    var customer = customer("V5", "0");
    var instanceId = opened(post(
        "/ops/v1/orders",
        Map.of("customerId", customer, "skuCode", month, "orderType", "TRIAL"),
        201));

    moveTo(Instant.parse(instance(instanceId).get("expireTime").asString()));

    assertThat(instance(instanceId).get("state").asString()).isEqualTo("FROZEN");
  }

  @Test
  void changesAfterTheIsvAgreed() {
    var larger = month + "-large";
    postJson("/ops/v1/products/" + product + "/skus", """
        {"skuCode":"%s","chargingMode":"PERIOD","productId":"pid-%s","periodType":"month",
         "price":{"currency":"CNY","amount":"149.00"}}""".formatted(larger, larger), 201);
    var customer = customer("V1", "1000");
    var instanceId = opened(order(customer, month));
    var change = Map.of("orderType", "CHANGE", "instanceId", instanceId, "skuCode", larger);

    var order = post("/ops/v1/orders", change, 201);

    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> instance(instanceId).get("skuCode").asString().equals(larger));
    assertThat(balanceOf(customer)).isEqualTo("851");
    assertThat(isv.received())
        .extracting(call -> call.activity())
        .containsExactly("newInstance", "changeInstanceCheck", "upgradeInstance");
    assertThat(isv.received("upgradeInstance").getFirst().text("orderId"))
        .isEqualTo(order.get("orderId").asString());
    post("/ops/v1/orders", change, 409);
    post("/ops/v1/orders", Map.of("orderType", "CHANGE", "instanceId", instanceId), 422);
  }

  @Test
  void changesToNoSkuOfAnotherProduct() {
    var other = Names.fresh("p-other");
    postJson("/ops/v1/products", """
        {"productCode":"%s","isvId":"%s","name":"Other","productionUrl":"%s","interfaceVersion":"V2",
         "category":"GENERAL","supervised":false,"exhaustion":{"action":"FREEZE","retention":"P7D"},
         "overQuota":"CAP","platformFeePercent":"5"}""".formatted(other, isvId, isv.address()), 201);
    postJson("/ops/v1/products/" + other + "/skus", """
        {"skuCode":"%s-month","chargingMode":"PERIOD","productId":"pid-%s","periodType":"month",
         "price":{"currency":"CNY","amount":"1.00"}}""".formatted(other, other), 201);
    var instanceId = opened(order(customer("V1", "1000"), month));

    var problem = post(
        "/ops/v1/orders",
        Map.of("orderType", "CHANGE", "instanceId", instanceId, "skuCode", other + "-month"),
        422);

    assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo("/skuCode");
    assertThat(problem.at("/errors/0/detail").asString())
        .contains(other + "-month", "a sku of the same product, " + product);
  }

  @Test
  void givesBackTheWholePriceWithinFiveDays() {
    var customer = customer("V1", "100");
    var order = order(customer, month);
    var instanceId = opened(order);
    assertThat(balanceOf(customer)).isEqualTo("1");

    var unsubscription = laterOrder("UNSUBSCRIBE", instanceId, 201);

    assertThat(balanceOf(customer)).isEqualTo("100");
    assertThat(instance(instanceId).get("state").asString()).isEqualTo("RELEASED");
    assertThat(get("/ops/v1/orders/" + order.get("orderId").asString())
            .get("state")
            .asString())
        .isEqualTo("REFUNDED");
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(isv.received("releaseInstance"))
            .extracting(call -> call.text("orderId"))
            .containsExactly(unsubscription.get("orderId").asString()));
    laterOrder("RENEW", instanceId, 409);
    laterOrder("UNSUBSCRIBE", instanceId, 409);
    laterOrder("UNSUBSCRIBE", "nothing", 422);
  }

  @Test
  void freezesForArrearsAfterGraceAndLiftsOnTopUp() {
    var customer = customer("V3", "100");
    var metered = opened(order(customer, ppu));
    sql("UPDATE account SET balance = -5 WHERE account = 'customer:%s'".formatted(customer));
    sql("INSERT INTO timer (kind, subject, due_at) VALUES ('CUSTOMER_BALANCE', '%s', '%s')"
        .formatted(customer, now()));
    advance("PT23H59M");
    assertThat(instance(metered).get("state").asString()).isEqualTo("ACTIVE");

    advance("PT1M");
    assertThat(instance(metered).get("state").asString()).isEqualTo("FROZEN");
    assertThat(instance(metered).at("/freezeReasons/0").asString()).isEqualTo("ARREARS");

    sql("UPDATE account SET balance = 0 WHERE account = 'customer:%s'".formatted(customer));
    sql("INSERT INTO timer (kind, subject, due_at) VALUES ('CUSTOMER_BALANCE', '%s', '%s')"
        .formatted(customer, now()));
    awaitState(metered, "ACTIVE");
    advance("P30D");
    assertThat(instance(metered).get("state").asString()).isEqualTo("ACTIVE");
  }

  @ParameterizedTest
  @CsvSource({"V0,0,1", "V1,0,7", "V2,0,7", "V3,1,7", "V4,7,15", "V5,7,15"})
  void releasesForArrearsToTheMinute(String level, int graceDays, int retentionDays) {
    var customer = customer(level, "100");
    var metered = opened(order(customer, ppu));
    sql("UPDATE account SET balance = -5 WHERE account = 'customer:%s'".formatted(customer));
    var since = now();
    sql("INSERT INTO timer (kind, subject, due_at) VALUES ('CUSTOMER_BALANCE', '%s', '%s')"
        .formatted(customer, since));

    moveTo(since.plusSeconds(graceDays * 86_400L));
    assertThat(instance(metered).get("state").asString()).isEqualTo("FROZEN");
    moveTo(since.plusSeconds((graceDays + retentionDays) * 86_400L - 60));
    assertThat(instance(metered).get("state").asString()).isEqualTo("FROZEN");
    advance("PT1M");

    assertThat(instance(metered).get("state").asString()).isEqualTo("RELEASED");
  }

  private void moveTo(Instant target) {
    post("/ops/v1/clock", Map.of("now", target.toString()), 200);
  }
}
