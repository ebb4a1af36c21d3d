package io.tollgate.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.Names;
import io.tollgate.gateway.outbound.StubIsv;
import io.tollgate.gateway.outbound.StubIsv.Received;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import reactor.core.publisher.Mono;

/** Services that open when the customer has accepted them, and are paid for from then on. */
@TestPropertySource(properties = "test.world=SupervisedServiceIT")
class SupervisedServiceIT extends LifecycleIT {

  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withZone(ZoneOffset.UTC);

  private String monthly = "";
  private String metered = "";

  @BeforeEach
  void movesFast() {
    withoutCollections();
  }

  private void sells(String generation) {
    var supervised = Names.fresh("p-supervised");
    monthly = Names.fresh("advice-month");
    metered = Names.fresh("advice-ppu");
    postJson("/ops/v1/products", """
        {"productCode":"%s","isvId":"%s","name":"Advice","productionUrl":"%s","interfaceVersion":"%s",
         "category":"GENERAL","supervised":true,"exhaustion":{"action":"FREEZE","retention":"P7D"},
         "overQuota":"CAP","platformFeePercent":"5"}""".formatted(supervised, isvId, isv.address(), generation), 201);
    postJson("/ops/v1/products/" + supervised + "/skus", """
        {"skuCode":"%s","chargingMode":"PERIOD","productId":"pid-%s","periodType":"month",
         "price":{"currency":"CNY","amount":"99.00"}}""".formatted(monthly, monthly), 201);
    postJson("/ops/v1/products/" + supervised + "/skus", """
        {"skuCode":"%s","chargingMode":"ON_DEMAND","items":[{"productId":"pid-%s","name":"Call",
         "unit":"call","cycle":"HOURLY","price":{"model":"PER_UNIT","currency":"CNY",
         "unitPrice":"1"}}]}""".formatted(metered, metered), 201);
  }

  @Test
  void tellsTheFirstGenerationOfPurchaseDeliveryAndAcceptanceAndRunsFromTheLast() {
    sells("V1");
    isv.behave(SupervisedServiceIT::createdOnce);
    var orderId = order(customer("V1", "100"), monthly).get("orderId").asString();
    awaitCreates(1);
    steps(orderId, "SUBMIT", "CONFIRM");
    advance("P3D");
    steps(orderId, "DELIVER");
    awaitCreates(2);
    advance("P1D");
    assertThat(stateOf(orderId)).isEqualTo("PROVISIONING");

    steps(orderId, "ACCEPT");
    var acceptedAt = now();
    awaitCreates(3);

    Awaitility.await().atMost(PATIENCE).until(() -> stateOf(orderId).equals("ACTIVE"));
    var instance =
        get("/ops/v1/orders/" + orderId).at("/instances/0/instanceId").asString();
    assertThat(Instant.parse(instance(instance).get("activatedAt").asString()))
        .isEqualTo(acceptedAt);
    assertThat(Instant.parse(instance(instance).get("expireTime").asString()))
        .isEqualTo(ZonedDateTime.ofInstant(acceptedAt, ZONE).plusMonths(1).toInstant());
    assertThat(isv.received("newInstance")).allMatch(Received::proved);
    assertThat(isv.received("newInstance"))
        .extracting(call -> call.text("businessId"))
        .doesNotHaveDuplicates();
    assertThat(isv.received("newInstance"))
        .extracting(call -> call.text("acceptanceTime"))
        .containsExactly("", "", SECONDS.format(acceptedAt));
  }

  @Test
  void opensASecondGenerationServiceAtAcceptanceWithoutAnotherCall() {
    sells("V2");
    var orderId = order(customer("V1", "100"), monthly).get("orderId").asString();
    awaitCreates(1);
    advance("P4D");
    assertThat(stateOf(orderId)).isEqualTo("PROVISIONING");

    steps(orderId, "SUBMIT", "CONFIRM", "DELIVER", "REVIEW", "ACCEPT");

    assertThat(stateOf(orderId)).isEqualTo("ACTIVE");
    var instance =
        get("/ops/v1/orders/" + orderId).at("/instances/0/instanceId").asString();
    assertThat(instance(instance).get("activatedAt").asString()).isEqualTo(now().toString());
    assertThat(isv.received()).hasSize(1);
  }

  @Test
  void opensAsOfTheAcceptanceAlsoWhereTheIsvIsLate() {
    sells("V1");
    isv.behave(SupervisedServiceIT::createdOnce);
    var orderId = order(customer("V1", "100"), monthly).get("orderId").asString();
    awaitCreates(1);
    steps(orderId, "SUBMIT", "CONFIRM", "DELIVER");
    awaitCreates(2);
    isv.behave(call -> Mono.just(StubIsv.code("000005")));
    steps(orderId, "ACCEPT");
    var acceptedAt = now();
    awaitCreates(3);

    isv.behave(SupervisedServiceIT::createdOnce);
    advance("PT1H");

    var instance =
        get("/ops/v1/orders/" + orderId).at("/instances/0/instanceId").asString();
    assertThat(Instant.parse(instance(instance).get("activatedAt").asString()))
        .isEqualTo(acceptedAt);
  }

  @Test
  void opensPayPerUseAtOnce() {
    sells("V2");
    assertThat(
            instance(opened(order(customer("V1", "100"), metered))).get("state").asString())
        .isEqualTo("ACTIVE");
  }

  @Test
  void closesWhatWasAcceptedBeforeTheIsvHadOpenedIt() {
    sells("V2");
    isv.behave(call -> Mono.just(StubIsv.code("000005")));
    var orderId = order(customer("V1", "100"), metered).get("orderId").asString();
    awaitCreates(1);
    steps(orderId, "SUBMIT", "CONFIRM", "DELIVER", "ACCEPT");
    assertThat(stateOf(orderId)).isEqualTo("PROVISIONING");

    isv.behave(StubIsv::agreeable);
    advance("PT1H");

    assertThat(stateOf(orderId)).isEqualTo("CLOSED");
    var instance =
        get("/ops/v1/orders/" + orderId).at("/instances/0/instanceId").asString();
    assertThat(instance(instance).get("state").asString()).isEqualTo("ACTIVE");
  }

  @Test
  void closesWhatIsAcceptedAfterItOpened() {
    sells("V2");
    var order = order(customer("V1", "100"), metered);
    opened(order);
    var orderId = order.get("orderId").asString();

    steps(orderId, "SUBMIT", "CONFIRM", "DELIVER", "ACCEPT");

    assertThat(stateOf(orderId)).isEqualTo("CLOSED");
  }

  /** Gives an order line the same instance however often it is asked. */
  private static Mono<String> createdOnce(Received call) {
    return Mono.just(StubIsv.created("i-" + call.text("orderId")));
  }

  private void awaitCreates(int count) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(isv.received("newInstance")).hasSize(count));
  }

  private void steps(String orderId, String... steps) {
    Stream.of(steps)
        .forEach(
            step -> post("/ops/v1/orders/" + orderId + "/supervision", Map.of("step", step), 200));
  }

  private String stateOf(String orderId) {
    return get("/ops/v1/orders/" + orderId).get("state").asString();
  }
}
