package io.tollgate.gateway.billing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.Names;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/** Supervision over HTTP: whose each step is, and what a wrong one is told. */
class SupervisionIT extends BillingFaceIT {

  private static final String WRONG_ACTOR = "urn:tollgate:problem:wrong-actor";

  @Test
  void goesFromTheDemandToTheAcceptanceAndClosesTheOrder() throws SQLException {
    var seller = seller();
    var orderId = supervised(seller, Map.of("supervised", true));

    step(orderId, "SUBMIT", 200);
    step(orderId, "CONFIRM", 200);
    step(orderId, "DELIVER", 200);
    var accepted = step(orderId, "ACCEPT", 200);

    assertThat(accepted.get("supervision").asString()).isEqualTo("ACCEPTED");
    assertThat(accepted.get("possible")).isEmpty();
    assertThat(read("/ops/v1/orders/" + orderId).get("state").asString()).isEqualTo("CLOSED");
    assertThat(step(orderId, "APPEAL", 409).get("detail").asString())
        .isEqualTo("step: APPEAL is not possible while the order is ACCEPTED (expected: nothing,"
            + " it is final)");
  }

  @Test
  void tellsAWrongActorWhoseTheStepIs() throws SQLException {
    var orderId = supervised(seller(), Map.of("supervised", true));

    var refused = stepBy(orderId, "SUBMIT", "ISV", 403);
    var outOfTurn = stepBy(orderId, "ACCEPT", "CUSTOMER", 409);

    assertThat(refused.get("type").asString()).isEqualTo(WRONG_ACTOR);
    assertThat(refused.get("detail").asString())
        .isEqualTo("step: SUBMIT by ISV (expected: by CUSTOMER)");
    assertThat(outOfTurn.get("detail").asString())
        .isEqualTo("step: ACCEPT is not possible while the order is PENDING (expected: SUBMIT by"
            + " CUSTOMER, APPEAL by CUSTOMER or ISV)");
    stepBy(orderId, "SUBMIT", "NOBODY", 400);
  }

  @Test
  void letsIsvsTakeTheirOwnStepsOnTheirOwnOrders() throws SQLException {
    var seller = seller();
    var orderId = supervised(seller, Map.of("supervised", true));
    step(orderId, "SUBMIT", 200);

    assertThat(own(seller, orderId, "CONFIRM", 200).get("supervision").asString())
        .isEqualTo("CONFIRMED");
    assertThat(own(seller, orderId, "APPEAL", 200).get("supervision").asString())
        .isEqualTo("APPEALED");
    assertThat(own(seller, orderId, "WITHDRAW", 200).get("supervision").asString())
        .isEqualTo("CONFIRMED");
    own(seller, orderId, "DELIVER", 200);
    assertThat(own(seller, orderId, "ACCEPT", 403).get("type").asString()).isEqualTo(WRONG_ACTOR);
    own(seller(), orderId, "DELIVER", 404);
  }

  @Test
  void waitsForTheReviewWhereTheProductNeedsIt() throws SQLException {
    var orderId = supervised(seller(), Map.of("supervised", true, "supervisionReview", true));
    for (var step : List.of("SUBMIT", "CONFIRM", "DELIVER")) {
      step(orderId, step, 200);
    }

    assertThat(step(orderId, "ACCEPT", 409).get("detail").asString())
        .contains("REVIEW by PLATFORM, REJECT by PLATFORM");
    step(orderId, "REVIEW", 200);
    step(orderId, "ACCEPT", 200);
  }

  @Test
  void supervisesOnlyWhatIsSupervisedAndAlive() throws SQLException {
    var plain = supervised(seller(), Map.of());
    var failed = supervised(seller(), Map.of("supervised", true));
    sql("UPDATE marketplace_order SET state = 'FAILED' WHERE order_id = ?", failed);

    assertThat(step(plain, "SUBMIT", 409).get("detail").asString())
        .contains("expected: an order of a product that was created with supervised true");
    assertThat(step(failed, "SUBMIT", 409).get("detail").asString()).contains("failed");
    assertThat(step(Names.fresh("none"), "SUBMIT", 404).get("type").asString())
        .isEqualTo("urn:tollgate:problem:not-found");
    assertThat(
            read("/ops/v1/orders/" + failed + "/supervision").get("supervision").asString())
        .isEqualTo("PENDING");
  }

  /** An active order of a product on these terms. */
  private String supervised(Seller seller, Map<String, Object> terms) throws SQLException {
    var orderId =
        order(monthly(product(seller, terms)), Map.of()).get("orderId").asString();
    sql("UPDATE marketplace_order SET state = 'ACTIVE' WHERE order_id = ?", orderId);
    return orderId;
  }

  private JsonNode step(String orderId, String step, int status) {
    return post(
        "/ops/v1/orders/" + orderId + "/supervision", "{\"step\":\"" + step + "\"}", status);
  }

  private JsonNode stepBy(String orderId, String step, String actor, int status) {
    var body = "{\"step\":\"%s\",\"actor\":\"%s\"}".formatted(step, actor);
    return post("/ops/v1/orders/" + orderId + "/supervision", body, status);
  }

  private JsonNode own(Seller seller, String orderId, String step, int status) {
    var path = "/isv/v1/orders/" + orderId + "/supervision";
    var body = "{\"step\":\"" + step + "\"}";
    var reply = send(seller.calls(), HttpMethod.POST, path, "application/json", body)
        .expectStatus()
        .isEqualTo(status)
        .expectBody()
        .returnResult()
        .getResponseBody();
    return JSON.readTree(requireNonNull(reply));
  }
}
