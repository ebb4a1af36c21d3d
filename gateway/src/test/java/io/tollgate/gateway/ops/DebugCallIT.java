package io.tollgate.gateway.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.isv.IsvFaceIT;
import io.tollgate.gateway.isv.ProductionStub;
import io.tollgate.gateway.protocol.signature.AuthToken;
import io.tollgate.gateway.protocol.signature.BasicCallSignature;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

class DebugCallIT extends IsvFaceIT {

  @Test
  void showsAV2CallAsSentAndItsReplyAsJudged() throws IOException {
    var seller = seller();
    var key = key(seller.isvId(), "BASIC").secret();
    try (var isv = ProductionStub.ofV2()) {
      var product = product(seller, Map.of("productionUrl", isv.url()));
      isv.answerWith("{\"resultCode\":\"000000\",\"resultMsg\":\"ok\",\"instanceId\":\"i-1\"}");

      debug(product, "newInstance").expectStatus().isOk().expectBody().json("""
              {"activity":"newInstance","outcome":"DONE","instanceId":"i-1",
               "request":{"method":"POST"},"reply":{"status":200,"resultCode":"000000"}}
              """);

      var call = isv.received().getFirst();
      var query = query(call.query());
      assertThat(call.body()).contains("\"testFlag\":\"1\"", "\"orderId\":\"MOCKONDEMAND\"");
      assertThat(BasicCallSignature.verify(
              Objects.requireNonNull(query.get("signature")),
              key,
              Objects.requireNonNull(query.get("nonce")),
              Objects.requireNonNull(query.get("timestamp")),
              call.body().getBytes(UTF_8)))
          .isTrue();
    }
  }

  @Test
  void asksAV1ReplyForItsBodySign() throws IOException {
    var seller = seller();
    var key = key(seller.isvId(), "BASIC").secret();
    try (var signing = ProductionStub.ofV1(key);
        var silent = ProductionStub.ofV2()) {
      var good = product(seller, Map.of("productionUrl", signing.url(), "interfaceVersion", "V1"));
      var bad = product(seller, Map.of("productionUrl", silent.url(), "interfaceVersion", "V1"));

      outcome(debug(good, "updateInstanceStatus"), "DONE");
      debug(bad, "updateInstanceStatus")
          .expectBody()
          .json("{\"outcome\":\"REFUSED\",\"error\":\"http header->bodySign is empty.\"}");

      var query = query(signing.received().getFirst().query());
      assertThat(query)
          .containsEntry("activity", "instanceStatus")
          .containsEntry("instanceStatus", "FREEZE")
          .containsEntry("testFlag", "1");
      assertThat(AuthToken.verify(Objects.requireNonNull(query.get("authToken")), key, query))
          .isTrue();
    }
  }

  @Test
  void callsTheKitOnItsOwnPath() throws IOException {
    var seller = seller();
    key(seller.isvId(), "KIT");
    try (var isv = ProductionStub.ofV2()) {
      var product = product(seller, Map.of("productionUrl", isv.url()));

      outcome(debug(product, "tenantSync"), "DONE");

      var call = isv.received().getFirst();
      assertThat(call.path()).isEqualTo("/produce/produceAPI/v2/tenantSync");
      assertThat(call.sign()).isNotNull();
      assertThat(call.body()).contains("\"testFlag\":1");
    }
  }

  @Test
  void saysWhyNothingWasSent() throws IOException {
    var seller = seller();
    try (var isv = ProductionStub.ofV2()) {
      var product = product(seller, Map.of("productionUrl", isv.url()));

      debug(product, "guess").expectStatus().isBadRequest();
      debug("p-unknown", "newInstance").expectStatus().isNotFound();
      outcome(debug(product, "newInstance"), "REFUSED");
      assertThat(isv.received()).isEmpty();
    }
  }

  private ResponseSpec debug(String productCode, String activity) {
    return operator()
        .post()
        .uri("/ops/v1/products/" + productCode + "/debug-calls")
        .bodyValue(Map.of("activity", activity))
        .exchange();
  }

  private static void outcome(ResponseSpec response, String outcome) {
    response.expectStatus().isOk().expectBody().jsonPath("$.outcome").isEqualTo(outcome);
  }

  private static Map<String, String> query(String rawQuery) {
    return Arrays.stream(rawQuery.split("&", -1))
        .map(parameter -> parameter.split("=", 2))
        .collect(Collectors.toMap(
            parameter -> parameter[0], parameter -> URLDecoder.decode(parameter[1], UTF_8)));
  }
}
