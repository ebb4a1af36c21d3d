package io.tollgate.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** The end of what was paid for: the freeze, its speed, and what lifts it. */
@TestPropertySource(properties = "test.world=ExhaustionIT")
class ExhaustionIT extends LifecycleIT {

  @Test
  void freezesWhenTheLastPackageIsEmptyAndLiftsWithTheNext() throws Exception {
    var customer = customer("V1", "100");
    var metered = opened(order(customer, ppu));
    var first = opened(order(customer, pack));

    advance("PT1H");
    push(metered, first, "400");
    advance("PT1H");
    push(metered, first, "400");
    assertThat(instance(metered).at("/quotas/0/remaining").asString()).isEqualTo("200");
    advance("PT1H");
    push(metered, first, "300");

    awaitState(metered, "FROZEN");
    assertThat(instance(metered).at("/freezeReasons/0").asString()).isEqualTo("EXHAUSTED");
    assertThat(instance(metered).at("/usage/0/overage").asString()).isEqualTo("100");
    assertThat(instance(metered).at("/usage/0/deducted").asString()).isEqualTo("1000");
    assertThat(instance(first).at("/quotas/0/remaining").asString()).isEqualTo("0");
    assertThat(Instant.parse(instance(metered).get("releaseAt").asString()))
        .isEqualTo(now().plus(Duration.ofDays(7)));
    assertThat(events()).contains("quota.threshold 80", "quota.exhausted", "instance.frozen");

    var second = opened(order(customer, pack));

    awaitState(metered, "ACTIVE");
    assertThat(instance(second).at("/quotas/0/remaining").asString()).isEqualTo("1000");
    assertThat(instance(metered).get("releaseAt").isNull()).isTrue();
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(isv.received("updateInstanceStatus"))
            .extracting(call -> call.text("status"))
            .containsExactly("FREEZE", "UNFREEZE"));
  }

  @Test
  void showsAsUsedWhatIsLeftOfACorrectedRecordBeforeAndAfterItsCollection() throws Exception {
    var metered = opened(order(customer("V1", "100"), ppu));
    advance("PT1H");
    push(metered, null, "100");
    var meteringSn = get("/ops/v1/usage-records?instanceId=" + metered)
        .at("/items/0/meteringSn")
        .asString();

    post(
        "/ops/v1/corrections",
        Map.of("isvId", isvId, "meteringSn", meteringSn, "quantity", "40", "reason", "twice"),
        201);

    assertThat(instance(metered).at("/usage/0/total").asString()).isEqualTo("40");
    advance("PT2H");
    assertThat(instance(metered).at("/usage/0/total").asString()).isEqualTo("40");
    assertThat(instance(metered).at("/usage/0/onDemand").asString()).isEqualTo("40");
  }

  @Test
  void releasesWhatStaysExhausted() throws Exception {
    withoutCollections();
    var customer = customer("V1", "100");
    var metered = opened(order(customer, ppu));
    var bought = opened(order(customer, pack));
    advance("PT1H");
    push(metered, bought, "1000");
    awaitState(metered, "FROZEN");

    advance("P7D");

    assertThat(instance(metered).get("state").asString()).isEqualTo("RELEASED");
    assertThat(isv.received("releaseInstance"))
        .extracting(call -> call.text("instanceId"))
        .containsExactly(metered);
  }

  @Test
  void freezesAtTheEndOfAValidityToTheMinute() {
    withoutCollections();
    var customer = customer("V1", "100");
    var metered = opened(order(customer, ppu));
    opened(order(customer, pack));

    advance("P1Y");
    assertThat(instance(metered).get("state").asString()).isEqualTo("FROZEN");

    opened(order(customer, pack));
    assertThat(instance(metered).get("state").asString()).isEqualTo("ACTIVE");
  }

  @Test
  void callsTheIsvWithinASecondOfTheExhaustingPush() throws Exception {
    var customer = customer("V1", "1000");
    var metered = opened(order(customer, ppu));
    var millis = new ArrayList<Long>();
    for (var round = 0; round < 10; round++) {
      var bought = opened(order(customer, pack));
      advance("PT1H");
      var calls = isv.received("updateInstanceStatus").size();

      push(metered, bought, "1000");
      var answered = Instant.now();
      Awaitility.await()
          .pollInterval(Duration.ofMillis(5))
          .atMost(PATIENCE)
          .until(() -> isv.received("updateInstanceStatus").size() > calls);

      millis.add(Duration.between(
              answered, isv.received("updateInstanceStatus").get(calls).at())
          .toMillis());
    }
    System.out.println("Milliseconds from the push's answer to the FREEZE's arrival: " + millis);

    assertThat(millis).allMatch(took -> took < 1_000);
  }

  @Test
  void freezesAtTheCollectionThatLeavesADebtAndLiftsWhenItIsPaid() throws Exception {
    var customer = customer("V0", "40.01");
    var metered = opened(order(customer, ppu));
    advance("PT1H");
    push(metered, null, "1");
    advance("PT1H15M");
    assertThat(balanceOf(customer)).isEqualTo("39.965");
    push(metered, null, "1000");
    advance("PT1H15M");

    awaitState(metered, "FROZEN");
    assertThat(balanceOf(customer)).isEqualTo("-5.035");
    post(
        "/ops/v1/customers/" + customer + "/top-ups",
        Map.of("amount", "5.04", "reference", "transfer"),
        201);

    awaitState(metered, "ACTIVE");
    assertThat(isv.received("updateInstanceStatus"))
        .extracting(call -> call.text("status"))
        .startsWith("FREEZE");
  }
}
