package io.tollgate.gateway.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.isv.IsvFaceIT;
import io.tollgate.gateway.isv.ProductionStub;
import java.security.KeyPairGenerator;
import java.security.spec.MGF1ParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.json.JsonMapper;

class KitSyncIT extends IsvFaceIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void tellsTheIsvWithTheSecretEncryptedForIt() throws Exception {
    var seller = seller();
    key(seller.isvId(), "BASIC");
    key(seller.isvId(), "KIT");
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(3_072);
    var keys = generator.generateKeyPair();
    var id = "i-" + seller.isvId();
    try (var isv = ProductionStub.ofV2()) {
      isv.answerWith("{\"resultCode\":\"000000\",\"instanceId\":\"" + id + "\"}");
      order(monthly(product(seller, Map.of("productionUrl", isv.url()))), Map.of());
      Awaitility.await().atMost(PATIENCE).until(() -> !isv.received().isEmpty());
      var application = Map.of(
          "tenantId", "t", "appId", "a", "clientId", "c", "clientSecret", "s3cret", "flag", 1);

      sync(id, "APPLICATION", application).expectStatus().isEqualTo(409);
      operator()
          .patch()
          .uri("/ops/v1/isvs/" + seller.isvId())
          .bodyValue(Map.of(
              "publicKey",
              "-----BEGIN PUBLIC KEY-----\n"
                  + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
                  + "\n-----END PUBLIC KEY-----"))
          .exchange()
          .expectStatus()
          .isOk();
      sync(id, "APPLICATION", application)
          .expectStatus()
          .isCreated()
          .expectBody()
          .jsonPath("$.activity")
          .isEqualTo("applicationSync");

      Awaitility.await().atMost(PATIENCE).until(() -> isv.received().size() >= 2);
      var call = isv.received().get(1);
      assertThat(call.path()).endsWith("/produceAPI/v2/applicationSync");
      assertThat(call.body()).doesNotContain("s3cret").contains("\"instanceId\":\"" + id);
      var cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          keys.getPrivate(),
          new OAEPParameterSpec(
              "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
      var secret = JSON.readTree(call.body()).get("clientSecret").asString();
      assertThat(new String(cipher.doFinal(Base64.getDecoder().decode(secret)), UTF_8))
          .isEqualTo("s3cret");
    }
  }

  @Test
  void saysWhatIsWrongWithAPayload() {
    sync("i", "TENANT", Map.of("tenantId", "t", "flag", 7))
        .expectStatus()
        .isBadRequest()
        .expectBody()
        .jsonPath("$.errors[?(@.pointer=='/payload/flag')]")
        .exists()
        .jsonPath("$.errors[?(@.pointer=='/payload/name')]")
        .exists();
    var user =
        Map.of("userName", "u", "name", "n", "orgCode", "1", "role", "user", "enable", "true");
    var users = Map.of("tenantId", "t", "appId", "a", "flag", 1, "userList", List.of(user));
    var tooMany = Map.of(
        "tenantId", "t", "appId", "a", "flag", 1, "userList", Collections.nCopies(501, user));

    sync("i-unknown", "AUTH", users).expectStatus().isNotFound();
    sync("i-unknown", "AUTH", tooMany).expectStatus().isBadRequest();
    sync("i-unknown", "OTHER", users).expectStatus().isBadRequest();
  }

  private ResponseSpec sync(String instanceId, String kind, Map<String, ?> payload) {
    return operator()
        .post()
        .uri("/ops/v1/kit-syncs")
        .bodyValue(Map.of("instanceId", instanceId, "kind", kind, "payload", payload))
        .exchange();
  }
}
