package io.tollgate.gateway.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.Names;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestPropertySource;

/** The end of what was paid for: the freeze, its speed, and what lifts it. */
@TestPropertySource(properties = "test.world=ExhaustionIT")
class ExhaustionIT extends LifecycleIT {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

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

  private List<String> events() throws Exception {
    try (var connection = stores.database().connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(
            "SELECT type || coalesce(' ' || (data ->> 'percent'), '') FROM event ORDER BY event_no")) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  private void push(String instanceId, String packageId, String quantity) throws Exception {
    var end = now();
    var body = JSON.writeValueAsString(Map.of(
        "usage_records",
        List.of(Map.of(
            "instance_id", instanceId,
            "record_time", TIME.format(end),
            "begin_time", TIME.format(end.minusSeconds(3_000)),
            "end_time", TIME.format(end),
            "usage_value", quantity,
            "metering_sn", Names.fresh("sn"),
            "relate_pkg_instance", packageId))));
    var ts = Long.toString(System.currentTimeMillis());
    var nonce = UUID.randomUUID().toString();
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
    var signature = Base64.getEncoder()
        .encodeToString(
            mac.doFinal(("ts=" + ts + "&nonce=" + nonce + "&body=" + body).getBytes(UTF_8)));
    anyone()
        .post()
        .uri("/api/mkp-openapi-public/global/v1/isv/usage-data")
        .contentType(MediaType.APPLICATION_JSON)
        .header("ts", ts)
        .header("nonce", nonce)
        .header("signature", signature)
        .bodyValue(body)
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.error_code")
        .isEqualTo("MKT.0000");
  }
}
