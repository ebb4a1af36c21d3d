package io.tollgate.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.outbound.StubIsv;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestPropertySource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Products whose interface is tried twice a day; the world begins at 08:00 in the business zone. */
@TestPropertySource(properties = {"test.world=DialTestIT", "tollgate.product-care.delist=true"})
class DialTestIT extends LifecycleIT {

  private static final String CASES = """
      {"cases":[{"activity":"newInstance","members":{"orderId":"MOCKTRIED"}},
                {"activity":"updateInstanceStatus","members":null}]}""";

  @BeforeEach
  void startsADay() {
    withoutCollections();
    sql("DELETE FROM event");
    var secondsOfDay = now().getEpochSecond() % 86_400;
    if (secondsOfDay > 0) {
      advance("PT" + (86_400 - secondsOfDay) + "S");
    }
  }

  @Test
  void triesInTheMorningAndInTheAfternoonWithoutTouchingAnything() {
    save(CASES, 200);
    assertThat(dialTest().get("nextRunAt").asString()).endsWith("T01:00:00Z");

    advance("PT59M");
    assertThat(isv.received()).isEmpty();
    advance("PT1M");
    assertThat(isv.received())
        .extracting(call -> call.activity() + " " + call.text("testFlag"))
        .containsExactly("newInstance 1", "updateInstanceStatus 1");
    assertThat(isv.received("newInstance").getFirst().text("orderId")).isEqualTo("MOCKTRIED");
    assertThat(dialTest().get("nextRunAt").asString()).endsWith("T07:00:00Z");

    advance("PT6H");
    assertThat(isv.received()).hasSize(4);
    assertThat(dialTest().get("lastError").isNull()).isTrue();
    assertThat(get("/ops/v1/instances?isvId=" + isvId).get("items").size()).isZero();
    assertThat(get("/ops/v1/deliveries?isvId=" + isvId).get("items").size()).isZero();
    save("{\"cases\":[]}", 200);
  }

  @Test
  void saysOnceAndDelistsAfterFiveFailedDaysInARow() throws Exception {
    save(CASES, 200);
    isv.behave(call -> Mono.just(StubIsv.code("000005")));

    advance("P4D");
    assertThat(dialTest().get("failedDays").asInt()).isEqualTo(4);
    assertThat(dialTest().get("lastError").asString()).contains("newInstance", "000005");
    advance("PT6H59M");
    assertThat(events()).doesNotContain("product.failing");
    assertThat(state()).isEqualTo("ON_SALE");

    advance("PT1M");
    assertThat(events()).filteredOn("product.failing"::equals).hasSize(1);
    assertThat(state()).isEqualTo("DELISTED");
    var calls = isv.received().size();

    advance("P2D");
    assertThat(isv.received()).hasSize(calls);
    assertThat(events()).filteredOn("product.failing"::equals).hasSize(1);
  }

  @Test
  void startsAnewWhenATestPasses() throws Exception {
    save(CASES, 200);
    isv.behave(call -> Mono.just(StubIsv.code("000005")));
    advance("P4D");
    advance("PT2H");
    isv.behave(StubIsv::agreeable);

    advance("PT5H");
    assertThat(dialTest().get("failedDays").asInt()).isZero();
    isv.behave(call -> Mono.error(new IllegalStateException("reset")));
    advance("P4D");

    assertThat(dialTest().get("failedDays").asInt()).isEqualTo(4);
    assertThat(events()).doesNotContain("product.failing");
    assertThat(state()).isEqualTo("ON_SALE");
    save("{\"cases\":[]}", 200);
  }

  @Test
  void refusesCasesThatCannotBeTriedOrKept() {
    assertThat(fault("{\"cases\":[{\"activity\":\"guess\"}]}")).isEqualTo("/cases/0/activity");
    assertThat(fault("{\"cases\":[{\"activity\":\"applicationSync\",\"members\":"
            + "{\"clientSecret\":\"s\"}}]}"))
        .isEqualTo("/cases/0/members/clientSecret");
    assertThat(fault("{\"cases\":[{\"activity\":\"newInstance\",\"members\":{\"x\":\""
            + "x".repeat(9_000) + "\"}}]}"))
        .isEqualTo("/cases/0/members");
    save("{\"cases\":null}", 400);
    product = "p-unknown";
    save(CASES, 404);
  }

  private String fault(String body) {
    return save(body, 400).at("/errors/0/pointer").asString();
  }

  private String state() {
    return get("/ops/v1/products/" + product).get("state").asString();
  }

  private JsonNode dialTest() {
    return get("/ops/v1/products/" + product + "/dial-tests");
  }

  private JsonNode save(String body, int status) {
    var answer = operator()
        .put()
        .uri("/ops/v1/products/" + product + "/dial-tests")
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(JSON.readValue(body, Map.class))
        .exchange()
        .expectStatus()
        .isEqualTo(status)
        .expectBody(String.class)
        .returnResult()
        .getResponseBody();
    return JSON.readTree(String.valueOf(answer));
  }
}
