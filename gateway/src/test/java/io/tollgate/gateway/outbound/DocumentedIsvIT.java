package io.tollgate.gateway.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.gateway.isv.IsvFaceIT;
import io.tollgate.gateway.outbound.DocumentedIsv.Call;
import io.tollgate.metering.delivery.Activity;
import java.io.IOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.MGF1ParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.web.reactive.server.WebTestClient.BodyContentSpec;

/** Every outbound call of both generations, over HTTP, to an ISV that follows the pages alone. */
class DocumentedIsvIT extends IsvFaceIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Made once: an RSA key of this length takes long. */
  private static final KeyPair ISV_KEYS = rsa();

  private Seller seller;
  private String basicKey;
  private DocumentedIsv isv;

  @BeforeEach
  void start() throws IOException {
    seller = seller();
    basicKey = key(seller.isvId(), "BASIC").secret();
    isv = new DocumentedIsv(basicKey, key(seller.isvId(), "KIT").secret());
    operator()
        .patch()
        .uri("/ops/v1/isvs/" + seller.isvId())
        .bodyValue(Map.of(
            "publicKey",
            "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(ISV_KEYS.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----"))
        .exchange()
        .expectStatus()
        .isOk();
  }

  @AfterEach
  void stop() {
    isv.close();
  }

  /** V2 has a call for every activity but V1's expiry. */
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "EXPIRE_INSTANCE")
  void everyCallOfV2IsCarriedOut(Activity activity) {
    isDone(debug(product("V2"), activity.wireName(), Map.of()));

    var call = isv.calls().getFirst();
    assertThat(call.kind())
        .isEqualTo(activity.isKitSync() ? DocumentedCall.V2_KIT : DocumentedCall.V2_BASIC);
    assertThat(call.activity()).isEqualTo(activity.wireName());
    assertThat(call.text("testFlag")).isEqualTo("1");
  }

  /** Licence calls and the question before a change have V2 form for a V1 product too. */
  @ParameterizedTest
  @EnumSource
  void everyCallOfAV1ProductIsCarriedOut(Activity activity) {
    isDone(debug(product("V1"), activity.wireName(), Map.of()));

    var call = isv.calls().getFirst();
    assertThat(call.kind())
        .isEqualTo(
            switch (activity) {
              case CHANGE_INSTANCE_CHECK,
                  REFRESH_LICENSE_CODE,
                  UPDATE_LICENSE_CODE_STATUS,
                  RELEASE_LICENSE_CODE -> DocumentedCall.V2_BASIC;
              default -> activity.isKitSync() ? DocumentedCall.V1_KIT : DocumentedCall.V1_BASIC;
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"TRIAL_TO_FORMAL", "RENEWAL", "UNSUBSCRIBE_RENEWAL_PERIOD", "RENEWAL_CHANGE"})
  void refreshesInEveryScene(String scene) {
    isDone(debug(product("V2"), "refreshInstance", Map.of("scene", scene)));

    assertThat(isv.calls().getFirst().text("scene")).isEqualTo(scene);
    assertThat(isv.calls().getFirst().text("expireTime")).matches("\\d{14}");
    isDone(debug(product("V1"), "refreshInstance", Map.of("scene", scene)));
    assertThat(isv.calls().getLast().members().get("trialToFormal"))
        .isEqualTo(scene.equals("TRIAL_TO_FORMAL") ? "1" : null);
  }

  @ParameterizedTest
  @CsvSource({"FREEZE, FREEZE, FREEZE", "UNFREEZE, UNFREEZE, NORMAL"})
  void changesTheStatusInTheWordsOfEachGeneration(String status, String v2, String v1) {
    isDone(debug(product("V2"), "updateInstanceStatus", Map.of("status", status)));
    isDone(debug(product("V1"), "updateInstanceStatus", Map.of("status", status)));

    assertThat(isv.calls().getFirst().text("status")).isEqualTo(v2);
    assertThat(isv.calls().getLast().text("instanceStatus")).isEqualTo(v1);
  }

  @ParameterizedTest
  @CsvSource({"ON_DEMAND, 0", "PERIOD, 1", "ONE_TIME, 3", "ON_DEMAND_PKG, 5"})
  void tellsTheChargingModeInTheNumbersOfV1(String chargingMode, String number) {
    isDone(debug(product("V1"), "newInstance", Map.of("chargingMode", chargingMode)));

    assertThat(isv.calls().getFirst().text("chargingMode")).isEqualTo(number);
  }

  @Test
  void encryptsAUsersMobilePhoneAndEmailForV1() throws Exception {
    var given = Map.of("mobilePhone", "13800000000", "email", "user@example.com");

    isDone(debug(product("V1"), "newInstance", given));

    var call = isv.calls().getFirst();
    for (var field : given.entrySet()) {
      assertThat(call.text(field.getKey())).doesNotContain(field.getValue());
      assertThat(DocumentedProof.decrypt(
              basicKey, call.text("encryptType"), call.text(field.getKey())))
          .isEqualTo(field.getValue());
    }
  }

  @Test
  void encryptsAClientSecretForTheIsvAlone() throws Exception {
    var given = Map.of("clientSecret", "s3cret");

    for (var generation : List.of("V2", "V1")) {
      isDone(debug(product(generation), "applicationSync", given));

      assertThat(decrypted(isv.calls().getLast().text("clientSecret"))).isEqualTo("s3cret");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sign_type=\"HMAC-SHA256\", signature= \"%s\"",
        "sign_type=\"HMAC-SHA256\", signature=\"%s\"",
        "sign_type=\"HMAC-SHA256\",signature=\"%s\"",
        "Sign_Type=hmac-sha256, Signature=%s"
      })
  void readsTheProofOfAReplyHoweverItIsWritten(String form) {
    isv.signRepliesAs(form::formatted);

    isDone(debug(product("V1"), "queryInstance", Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sign_type=\"HMAC-SHA256\", signature= \"+nLMZXnHIuMS4QOJQSJHrpHalocL99OpbDA7FXRvabg=\"",
        "sign_type=\"HMAC-SHA1\", signature= \"%s\"",
        "sign_type=\"HMAC-SHA256\", signature= \"A%s\"",
        "%s"
      })
  void refusesAReplyWithAnyOtherProof(String form) {
    isv.signRepliesAs(form::formatted);

    debug(product("V1"), "queryInstance", Map.of())
        .json("{\"outcome\":\"REFUSED\",\"error\":\"Body-Sign does not match the reply\"}");
  }

  /** The stub can say no: it does so to calls that are signed with a key it was not given. */
  @ParameterizedTest
  @CsvSource({"V2, newInstance", "V2, tenantSync", "V1, newInstance", "V1, tenantSync"})
  void turnsAwayWhatItCannotProve(String generation, String activity) throws IOException {
    isv.close();
    isv = new DocumentedIsv("another key", "another kit key");

    debug(product(generation), activity, Map.of()).jsonPath("$.outcome").isEqualTo("REFUSED");

    assertThat(isv.calls().getFirst().faults()).containsExactly("proof: wrong");
  }

  @ParameterizedTest
  @ValueSource(strings = {"V2", "V1"})
  void carriesOutACreateAndEveryKitSyncThatIsMeant(String generation) throws Exception {
    order(monthly(product(generation)), Map.of());
    await().atMost(PATIENCE).until(() -> isActive(isv.calls()));
    var instanceId = isv.calls().getFirst().text("businessId");
    var payloads = Map.of(
        "TENANT",
        Map.of("tenantId", "t", "tenantCode", "c", "name", "N", "domainName", "d", "flag", 1),
        "APPLICATION",
        Map.of("tenantId", "t", "appId", "a", "clientId", "c", "clientSecret", "s", "flag", 1),
        "AUTH",
        Map.of("tenantId", "t", "appId", "a", "flag", 1, "userList", users()),
        "ORG",
        Map.of("tenantId", "t", "orgCode", "1", "orgName", "\u7814\u53d1 \"R&D\"", "flag", 1),
        "ORG_ALL",
        Map.of("tenantId", "t", "orgInfoList", List.of(Map.of("orgName", "O", "orgCode", "1"))));

    payloads.forEach((kind, payload) -> create(
        "/ops/v1/kit-syncs", Map.of("instanceId", instanceId, "kind", kind, "payload", payload)));

    await().atMost(PATIENCE).until(() -> kitCalls().size() == payloads.size());
    assertThat(isv.calls()).allSatisfy(call -> assertThat(call.faults()).isEmpty());
    assertThat(kitCalls()).allSatisfy(call -> {
      assertThat(call.kind().name()).startsWith(generation.toUpperCase(Locale.ROOT));
      assertThat(call.text("instanceId")).isEqualTo(instanceId);
      assertThat(call.text("testFlag")).isEqualTo("0");
    });
  }

  private boolean isActive(List<Call> calls) {
    return !calls.isEmpty()
        && read("/ops/v1/instances?isvId=" + seller.isvId())
            .at("/items/0/state")
            .asString("")
            .equals("ACTIVE");
  }

  private List<Call> kitCalls() {
    return isv.calls().stream().filter(call -> call.kind().isKit()).toList();
  }

  private static List<Map<String, String>> users() {
    return List.of(Map.of(
        "userName", "u", "name", "\u738b", "orgCode", "1", "role", "user", "enable", "true"));
  }

  private String product(String generation) {
    return product(seller, Map.of("productionUrl", isv.address(), "interfaceVersion", generation));
  }

  private BodyContentSpec debug(String productCode, String activity, Map<String, ?> members) {
    return operator()
        .post()
        .uri("/ops/v1/products/" + productCode + "/debug-calls")
        .bodyValue(Map.of("activity", activity, "members", members))
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody();
  }

  private void isDone(BodyContentSpec answer) {
    answer.jsonPath("$.outcome").isEqualTo("DONE");
    assertThat(isv.calls().getLast().faults()).isEmpty();
  }

  private static String decrypted(String secret) throws Exception {
    var cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        ISV_KEYS.getPrivate(),
        new OAEPParameterSpec(
            "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
    return new String(cipher.doFinal(Base64.getDecoder().decode(secret)), UTF_8);
  }

  private static KeyPair rsa() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(3_072);
      return generator.generateKeyPair();
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
