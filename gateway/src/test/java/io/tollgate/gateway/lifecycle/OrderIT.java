package io.tollgate.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.outbound.StubIsv;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.Lifecycle;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestPropertySource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

@TestPropertySource(properties = "test.world=OrderIT")
class OrderIT extends LifecycleIT {

  @Test
  void opensPayPerUseWhenTheIsvAnswers() {
    var customer = customer("V1", "100");

    var order = order(customer, ppu);
    var instanceId = opened(order);

    assertThat(order.get("orderId").asString()).matches("CS\\d{10}[A-Z0-9]+");
    assertThat(order.at("/lines/0/orderLineId").asString())
        .isEqualTo(order.get("orderId").asString() + "-000001");
    assertThat(isv.received("newInstance")).singleElement().satisfies(call -> {
      assertThat(call.proved()).isTrue();
      assertThat(call.text("businessId")).isEqualTo(instanceId);
      assertThat(call.text("orderId")).isEqualTo(order.get("orderId").asString());
    });
    var instance = instance(instanceId);
    assertThat(instance.get("state").asString()).isEqualTo("ACTIVE");
    assertThat(instance.get("kind").asString()).isEqualTo("ON_DEMAND");
    assertThat(instance.get("activatedAt").asString()).isEqualTo(now().toString());
    assertThat(instance.at("/usage/0/total").asString()).isEqualTo("0");
    assertThat(get("/ops/v1/instances/" + instanceId + "/timeline")
            .at("/items/0/to")
            .asString())
        .isEqualTo("ACTIVE");
    assertThat(get("/ops/v1/instances?isvId=" + isvId).get("items").size()).isEqualTo(1);
  }

  @Test
  void opensWhatIsOrderedAfterDeliveriesWereStoppedAndStarted(
      @Autowired ApplicationContext context) {
    var deliveries = context.getBean("deliveryWorker", Lifecycle.class);
    deliveries.stop();
    deliveries.start();

    var instanceId = opened(order(customer("V1", "100"), ppu));

    assertThat(instance(instanceId).get("state").asString()).isEqualTo("ACTIVE");
  }

  @Test
  void chargesAPackageAndGrantsItsQuota() {
    var customer = customer("V1", "100");
    var metered = opened(order(customer, ppu));

    var bought = opened(post(
        "/ops/v1/orders", Map.of("customerId", customer, "skuCode", pack, "quantity", 2), 201));

    assertThat(balanceOf(customer)).isEqualTo("20");
    assertThat(instance(bought).at("/quotas/0/granted").asString()).isEqualTo("2000");
    assertThat(instance(metered).at("/quotas/0/remaining").asString()).isEqualTo("2000");
    assertThat(instance(bought).get("expireTime").isNull()).isFalse();
  }

  @Test
  void spendsABalanceOnceHoweverManyOrderAtOnce() throws Exception {
    var customer = customer("V1", "100");
    opened(order(customer, ppu));
    var body = JSON.writeValueAsString(Map.of("customerId", customer, "skuCode", pack));

    Callable<Integer> buys = () -> statusOf(body);
    List<Integer> statuses;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = threads.invokeAll(Collections.nCopies(8, buys));
      statuses = answers.stream().map(Future::resultNow).toList();
    }

    assertThat(statuses).filteredOn(status -> status == 201).hasSize(2);
    assertThat(statuses).filteredOn(status -> status == 402).hasSize(6);
    assertThat(balanceOf(customer)).isEqualTo("20");
  }

  private int statusOf(String order) {
    return operator()
        .post()
        .uri("/ops/v1/orders")
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(order)
        .exchange()
        .returnResult(String.class)
        .getStatus()
        .value();
  }

  @Test
  void refusesWhatIsNotCoveredOrMakesNoSense() {
    var poor = customer("V1", "39.99");
    var indebted = customer("V1", "-0.01");
    opened(order(poor, ppu));

    assertThat(post("/ops/v1/orders", Map.of("customerId", poor, "skuCode", pack), 402)
            .get("type")
            .asString())
        .isEqualTo("urn:tollgate:problem:insufficient-balance");
    post("/ops/v1/orders", Map.of("customerId", indebted, "skuCode", ppu), 402);
    post("/ops/v1/orders", Map.of("customerId", customer("V1", "100"), "skuCode", pack), 409);
    post("/ops/v1/orders", Map.of("customerId", "nobody", "skuCode", ppu), 422);
    post("/ops/v1/orders", Map.of("customerId", poor, "skuCode", "nothing"), 422);
    post("/ops/v1/orders", Map.of("customerId", poor, "skuCode", ppu, "quantity", 0), 400);
    assertThat(balanceOf(poor)).isEqualTo("39.99");
  }

  @Test
  void refusesMoreThanCanBeCountedOrEnds() {
    var customer = customer("V1", "1000000");
    var large = pack + "-large";
    postJson("/ops/v1/products/" + product + "/skus", """
        {"skuCode":"%1$s","chargingMode":"ON_DEMAND_PKG","productId":"%1$s",
         "contents":[{"productId":"%2$s","quantity":"50000000000"}],"reset":"NONE",
         "validity":"P1Y","price":{"currency":"CNY","amount":"1"}}""".formatted(large, item), 201);
    opened(order(customer, ppu));

    assertThat(tooMuch(customer, large, 3, 1)).isEqualTo("/quantity");
    assertThat(tooMuch(customer, large, 2, 2)).isEqualTo("/periods");
    assertThat(tooMuch(customer, pack, 31, 1)).isEqualTo("/quantity");
    assertThat(tooMuch(customer, pack, 1, 101)).isEqualTo("/periods");
    assertThat(balanceOf(customer)).isEqualTo("1000000");
    var bought = opened(post(
        "/ops/v1/orders", Map.of("customerId", customer, "skuCode", large, "quantity", 2), 201));
    assertThat(instance(bought).at("/quotas/0/granted").asString()).isEqualTo("100000000000");
  }

  private String tooMuch(String customer, String skuCode, int quantity, int periods) {
    var order = Map.of(
        "customerId", customer, "skuCode", skuCode, "quantity", quantity, "periods", periods);
    return post("/ops/v1/orders", order, 422).at("/errors/0/pointer").asString();
  }

  @Test
  void failsAndRefundsACreateThatFailsForThreeHours() {
    var customer = customer("V1", "100");
    opened(order(customer, ppu));
    isv.behave(call -> Mono.just(StubIsv.code("000005")));

    var orderId = order(customer, pack).get("orderId").asString();
    advance("PT2H59M");

    assertThat(get("/ops/v1/orders/" + orderId).get("state").asString()).isEqualTo("PROVISIONING");
    assertThat(balanceOf(customer)).isEqualTo("60");

    advance("PT1M");

    assertThat(get("/ops/v1/orders/" + orderId).get("state").asString()).isEqualTo("FAILED");
    assertThat(balanceOf(customer)).isEqualTo("100");
    assertThat(isv.received("newInstance").stream()
            .filter(call -> call.text("orderId").equals(orderId))
            .map(call -> call.text("businessId"))
            .distinct())
        .hasSize(4);
    assertThat(isv.received("releaseInstance")).isEmpty();
  }

  @Test
  void followsNoRedirectOfAnIsv() {
    try (var elsewhere = new StubIsv(key)) {
      isv.behave(call -> Mono.just(StubIsv.redirect(elsewhere.address())));

      order(customer("V1", "100"), ppu);

      Awaitility.await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(get("/ops/v1/deliveries?isvId=" + isvId)
                  .at("/items/0/attempts/0/status")
                  .asInt(0))
              .isEqualTo(302));
      assertThat(elsewhere.received()).isEmpty();
    }
  }

  @Test
  void asksAfterACreateThatIsUnderWay() {
    var asked = new AtomicInteger();
    isv.behave(call -> switch (call.activity()) {
      case "newInstance" ->
        Mono.just(
            "{\"resultCode\":\"000004\",\"instanceId\":\"%s\"}".formatted(call.text("businessId")));
      case "queryInstance" ->
        Mono.just(StubIsv.code(asked.incrementAndGet() < 3 ? "000004" : "000000"));
      default -> StubIsv.agreeable(call);
    });

    var orderId = order(customer("V1", "100"), ppu).get("orderId").asString();
    Awaitility.await().atMost(PATIENCE).until(() -> asked.get() >= 1);
    advance("PT1M");

    assertThat(get("/ops/v1/orders/" + orderId).get("state").asString()).isEqualTo("ACTIVE");
    assertThat(asked).hasValue(3);
  }

  @Test
  void takesTheIdOfAnotherInstanceForAFailedCreate() {
    var customer = customer("V1", "100");
    var taken = opened(order(customer, ppu));
    isv.behave(call -> Mono.just(StubIsv.created(taken)));

    var orderId = order(customer, pack).get("orderId").asString();

    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(get("/ops/v1/orders/" + orderId).get("state").asString())
                .isEqualTo("FAILED"));
    assertThat(balanceOf(customer)).isEqualTo("100");
    assertThat(instance(taken).get("state").asString()).isEqualTo("ACTIVE");
    assertThat(isv.received("releaseInstance")).isEmpty();
  }

  @Test
  void freezesAndLiftsAViolationAndDropsAPairThatNeverLeft() {
    var instanceId = opened(order(customer("V1", "100"), ppu));

    post("/ops/v1/instances/" + instanceId + "/violations", Map.of("reason", "spam"), 200);
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> isv.received("updateInstanceStatus").size() == 1);
    var lifted = delete("/ops/v1/instances/" + instanceId + "/violations");

    assertThat(lifted.get("state").asString()).isEqualTo("ACTIVE");
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(isv.received("updateInstanceStatus"))
            .extracting(call -> call.text("status"))
            .containsExactly("FREEZE", "UNFREEZE"));
    assertThat(get("/ops/v1/instances/" + instanceId + "/timeline").get("items").size())
        .isEqualTo(3);
  }

  @Test
  void dropsAPairThatWasOvertakenBeforeItLeft() {
    var instanceId = opened(order(customer("V1", "1000"), month));
    var answer = Sinks.<String>one();
    isv.behave(call ->
        call.activity().equals("refreshInstance") ? answer.asMono() : StubIsv.agreeable(call));
    laterOrder("RENEW", instanceId, 201);
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> isv.received("refreshInstance").size() == 1);

    post("/ops/v1/instances/" + instanceId + "/violations", Map.of("reason", "spam"), 200);
    assertThat(statusCalls(instanceId)).containsExactly("PENDING");
    delete("/ops/v1/instances/" + instanceId + "/violations");
    answer.tryEmitValue(StubIsv.code("000000"));
    advance("PT1H");

    assertThat(statusCalls(instanceId)).containsExactly("DROPPED", "DROPPED");
    assertThat(isv.received("refreshInstance")).hasSize(1);
    assertThat(isv.received("updateInstanceStatus")).isEmpty();
  }

  private List<String> statusCalls(String instanceId) {
    var states = new ArrayList<String>();
    for (var call : get("/ops/v1/deliveries?instanceId=" + instanceId).get("items")) {
      if (call.get("activity").asString().equals("updateInstanceStatus")) {
        states.add(call.get("state").asString());
      }
    }
    return states;
  }

  @Test
  void releasesWhatACreateThatFailedHadNamed() {
    isv.behave(call -> switch (call.activity()) {
      case "newInstance" ->
        Mono.just(
            "{\"resultCode\":\"000004\",\"instanceId\":\"%s\"}".formatted(call.text("businessId")));
      case "queryInstance" -> Mono.just(StubIsv.code("000005"));
      default -> StubIsv.agreeable(call);
    });
    var customer = customer("V1", "100");

    var orderId = order(customer, month).get("orderId").asString();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> !isv.received("queryInstance").isEmpty());
    assertThat(balanceOf(customer)).isEqualTo("1");
    advance("PT3H");
    advance("PT1H");

    assertThat(get("/ops/v1/orders/" + orderId).get("state").asString()).isEqualTo("FAILED");
    assertThat(balanceOf(customer)).isEqualTo("100");
    var named = isv.received("newInstance").getFirst().text("businessId");
    assertThat(isv.received("releaseInstance"))
        .extracting(call -> call.text("instanceId"))
        .containsExactly(named);
    assertThat(instance(named).get("state").asString()).isEqualTo("FAILED");
  }

  @Test
  void showsDeliveriesAndSendsThemAgain() {
    isv.behave(call -> Mono.just(StubIsv.code("000005")));
    var orderId = order(customer("V1", "100"), ppu).get("orderId").asString();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> get("/ops/v1/deliveries?isvId=" + isvId)
            .at("/items/0/attempts/0/resultCode")
            .asString("")
            .equals("000005"));
    var delivery = get("/ops/v1/deliveries?isvId=" + isvId).at("/items/0");
    assertThat(delivery.get("state").asString()).isEqualTo("PENDING");
    assertThat(delivery.get("orderId").asString()).isEqualTo(orderId);

    isv.behave(StubIsv::agreeable);
    post("/ops/v1/deliveries/" + delivery.get("deliveryId").asString() + "/restart", Map.of(), 200);

    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> get("/ops/v1/orders/" + orderId).get("state").asString().equals("ACTIVE"));
  }

  @Test
  void neverTurnsTheClockBack() {
    post("/ops/v1/clock", Map.of("now", now().minusSeconds(1).toString()), 422);
    postJson("/ops/v1/clock", "{}", 400);
    postJson("/ops/v1/clock", "{\"advance\":\"yesterday\"}", 400);
  }
}
