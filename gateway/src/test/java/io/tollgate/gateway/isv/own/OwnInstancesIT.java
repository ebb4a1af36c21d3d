package io.tollgate.gateway.isv.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.isv.IsvFaceIT;
import io.tollgate.gateway.isv.ProductionStub;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

class OwnInstancesIT extends IsvFaceIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void endsAnAsynchronousCreateOnce() throws IOException, SQLException {
    var seller = seller();
    key(seller.isvId(), "BASIC");
    var id = "i-" + seller.isvId();
    try (var isv = ProductionStub.ofV2()) {
      isv.answerWith("{\"resultCode\":\"000004\",\"instanceId\":\"" + id + "\"}");
      order(monthly(product(seller, Map.of("productionUrl", isv.url()))), Map.of());
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> isv.received().stream().anyMatch(call -> call.body().contains("query")));
      var path = "/isv/v1/instances/" + id;

      get(seller.calls(), path).expectBody().jsonPath("$.state").isEqualTo("PROVISIONING");
      get(seller().calls(), path).expectStatus().isNotFound();
      send(seller().calls(), HttpMethod.POST, path + "/provisioned", "", "")
          .expectStatus()
          .isNotFound();
      send(seller.calls(), HttpMethod.POST, path + "/provisioned", "", "")
          .expectStatus()
          .isOk()
          .expectBody()
          .jsonPath("$.state")
          .isEqualTo("ACTIVE");
      send(seller.calls(), HttpMethod.POST, path + "/provisioned", "", "")
          .expectStatus()
          .isEqualTo(409);
    }
  }

  @Test
  void showsAnIsvItsOwnDeliveriesAndSendsThemAgain() throws IOException, SQLException {
    var seller = seller();
    key(seller.isvId(), "BASIC");
    try (var isv = ProductionStub.ofV2()) {
      isv.answerWith("{\"resultCode\":\"000005\",\"resultMsg\":\"no\"}");
      order(monthly(product(seller, Map.of("productionUrl", isv.url()))), Map.of());
      Awaitility.await().atMost(PATIENCE).until(() -> !isv.received().isEmpty());
      var first = get(seller.calls(), "/isv/v1/deliveries?state=PENDING").expectBody();
      first.jsonPath("$.items[0].activity").isEqualTo("newInstance");
      var deliveryId = read("/ops/v1/deliveries?isvId=" + seller.isvId())
          .at("/items/0/deliveryId")
          .asString();
      var restart = "/isv/v1/deliveries/" + deliveryId + "/restart";

      send(seller().calls(), HttpMethod.POST, restart, "", "").expectStatus().isNotFound();
      send(seller.calls(), HttpMethod.POST, restart, "", "").expectStatus().isOk();

      Awaitility.await().atMost(PATIENCE).until(() -> isv.received().size() >= 2);
      assertThat(isv.received().get(1).body()).contains("newInstance");
      get(seller().calls(), "/isv/v1/deliveries")
          .expectBody()
          .jsonPath("$.items.length()")
          .isEqualTo(0);
    }
  }
}
