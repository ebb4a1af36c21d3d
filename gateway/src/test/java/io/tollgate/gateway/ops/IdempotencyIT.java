package io.tollgate.gateway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.GatewayIT;
import io.tollgate.gateway.Names;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.EntityExchangeResult;

class IdempotencyIT extends GatewayIT {

  @Test
  void answersTheSameAgainWithoutDoingItAgain() {
    var key = Names.fresh("key");
    var isvId = Names.fresh("isv");

    var first = register(key, isvId, "Demo");
    var second = register(key, isvId, "Demo");

    assertThat(first.getStatus().value()).isEqualTo(201);
    assertThat(second.getStatus().value()).isEqualTo(201);
    assertThat(second.getResponseBody()).isEqualTo(first.getResponseBody());
    assertThat(second.getResponseHeaders().getFirst("Idempotency-Replayed")).isEqualTo("true");
    assertThat(second.getResponseHeaders().getLocation())
        .isEqualTo(first.getResponseHeaders().getLocation());
  }

  @Test
  void refusesTheKeyForAnotherRequest() {
    var key = Names.fresh("key");
    register(key, Names.fresh("isv"), "Demo");

    var other = register(key, Names.fresh("isv"), "Demo");

    assertThat(other.getStatus().value()).isEqualTo(422);
    assertThat(other.getResponseBody()).contains("idempotency-key-reused");
  }

  @Test
  void leavesTheKeyFreeWhenNothingWasDone() {
    var key = Names.fresh("key");
    var taken = Names.fresh("isv");
    register(Names.fresh("key"), taken, "Demo");

    var refused = register(key, taken, "Demo");
    var other = register(key, Names.fresh("isv"), "Demo");

    assertThat(refused.getStatus().value()).isEqualTo(409);
    assertThat(other.getStatus().value()).isEqualTo(201);
  }

  @Test
  void doesOnceWhatIsSentManyTimesAtOnce() {
    var key = Names.fresh("key");
    var isvId = Names.fresh("isv");

    var answers = IntStream.range(0, 8)
        .parallel()
        .mapToObj(attempt -> register(key, isvId, "Demo"))
        .toList();

    assertThat(answers).extracting(answer -> answer.getStatus().value()).containsOnly(201);
    assertThat(answers)
        .extracting(EntityExchangeResult::getResponseBody)
        .containsOnly(answers.getFirst().getResponseBody());
    operator()
        .get()
        .uri("/ops/v1/audit-log?subject=isv:{isvId}", isvId)
        .exchange()
        .expectBody()
        .jsonPath("$.items.length()")
        .isEqualTo(1);
  }

  @Test
  void placesAnOrderOnceHoweverOftenItIsSent() {
    var isvId = Names.fresh("isv");
    var product = Names.fresh("p");
    var sku = Names.fresh("sku");
    var customerId = Names.fresh("c");
    register(Names.fresh("key"), isvId, "Demo");
    post(
        Names.fresh("key"),
        "/ops/v1/products",
        Map.of(
            "productCode",
            product,
            "isvId",
            isvId,
            "name",
            "Demo",
            "productionUrl",
            "http://localhost:1/produce"));
    post(
        Names.fresh("key"),
        "/ops/v1/products/" + product + "/skus",
        Map.of(
            "skuCode",
            sku,
            "chargingMode",
            "ONE_TIME",
            "productId",
            Names.fresh("pid"),
            "price",
            Map.of("currency", "CNY", "amount", "10.00")));
    post(
        Names.fresh("key"), "/ops/v1/customers", Map.of("customerId", customerId, "name", "Buyer"));
    post(
        Names.fresh("key"),
        "/ops/v1/customers/" + customerId + "/top-ups",
        Map.of("amount", "100", "reference", "pay"));
    var key = Names.fresh("key");
    var order = Map.of(
        "customerId", customerId, "skuCode", sku, "quantity", 1, "periods", 1, "orderType", "NEW");

    var answers = IntStream.range(0, 6)
        .parallel()
        .mapToObj(attempt -> post(key, "/ops/v1/orders", order))
        .toList();

    assertThat(answers).extracting(answer -> answer.getStatus().value()).containsOnly(201);
    assertThat(answers)
        .extracting(EntityExchangeResult::getResponseBody)
        .containsOnly(answers.getFirst().getResponseBody());
    operator()
        .get()
        .uri("/ops/v1/customers/{id}", customerId)
        .exchange()
        .expectBody()
        .jsonPath("$.balance")
        .isEqualTo("90.0000");
  }

  private EntityExchangeResult<String> post(String key, String path, Map<String, ?> body) {
    return operator()
        .post()
        .uri(path)
        .header("Idempotency-Key", key)
        .bodyValue(body)
        .exchange()
        .expectStatus()
        .is2xxSuccessful()
        .expectBody(String.class)
        .returnResult();
  }

  private EntityExchangeResult<String> register(String key, String isvId, String name) {
    return operator()
        .post()
        .uri("/ops/v1/isvs")
        .header("Idempotency-Key", key)
        .bodyValue(Map.of("isvId", isvId, "name", name))
        .exchange()
        .expectBody(String.class)
        .returnResult();
  }
}
