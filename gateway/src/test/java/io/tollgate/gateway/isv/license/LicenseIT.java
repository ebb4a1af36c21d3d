package io.tollgate.gateway.isv.license;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.isv.IsvFaceIT;
import io.tollgate.gateway.isv.SignedCalls;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

class LicenseIT extends IsvFaceIT {

  private static final String BASE = "/api/mkp-openapi-public/global/";
  private static final String ACTIVATE = BASE + "v1/license/activate";
  private static final String HEARTBEAT = BASE + "v1/license/heartbeat";
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withZone(ZoneOffset.UTC);

  @Test
  void startsALicencesTimeWhenItIsActivated() throws SQLException {
    var seller = seller();
    var code = license(seller, Map.of());
    assertThat(state(code)).isEqualTo("ISSUED");

    var body = call(seller, ACTIVATE, "{\"license\":\"" + code + "\"}")
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.error_code")
        .isEqualTo("92020000")
        .jsonPath("$.data.license_code_info")
        .value(String.class, info -> assertThat(info).contains("\"status\":\"ALIVE\""))
        .returnResult();

    assertThat(body.getStatus().value()).isEqualTo(200);
    var license = read("/ops/v1/licenses/" + code);
    assertThat(license.get("state").asString()).isEqualTo("ALIVE");
    var activatedAt = Instant.parse(license.get("activatedAt").asString());
    var expireTime = Instant.parse(license.get("expireTime").asString());
    assertThat(Duration.between(activatedAt, expireTime)).isGreaterThan(Duration.ofDays(27));
    fails(call(seller, ACTIVATE, "{\"license\":\"" + code + "\"}"), 200, "92020003");
  }

  @Test
  void countsFromTheInstantOfFirstUseButNotFromBeforeTheOrder() throws SQLException {
    var seller = seller();
    var code = license(seller, Map.of());
    var now = Instant.parse(read("/ops/v1/clock").get("now").asString());
    var before = SECONDS.format(now.minus(Duration.ofDays(1)));
    var since = SECONDS.format(now.plus(Duration.ofSeconds(1)));

    fails(call(seller, ACTIVATE, activation(code, before)), 200, "92020002");
    fails(call(seller, ACTIVATE, activation(code, "20260230000000")), 400, "95000001");
    fails(call(seller, ACTIVATE, activation(code, since)), 200, "92020000");

    assertThat(read("/ops/v1/licenses/" + code).get("activatedAt").asString())
        .isEqualTo(LocalDateTime.parse(since, DateTimeFormatter.ofPattern("uuuuMMddHHmmss"))
            .toInstant(ZoneOffset.UTC)
            .toString());
  }

  @Test
  void hearsOfUse() throws SQLException {
    var seller = seller();
    var code = license(seller, Map.of());
    var beat =
        "{\"license\":\"%s\",\"heartbeatInfo\":{\"thirdPartyAccount\":\"device-42\",\"ip\":\"192.0.2.7\",\"os\":1}}"
            .formatted(code);
    fails(call(seller, HEARTBEAT, beat), 200, "92020011");
    fails(call(seller, ACTIVATE, "{\"license\":\"" + code + "\"}"), 200, "92020000");

    call(seller, HEARTBEAT, beat)
        .expectStatus()
        .isOk()
        .expectBody()
        .json(
            "{\"error_code\":\"92020000\",\"data\":{\"license_code\":\"%s\",\"status\":\"ALIVE\"}}"
                .formatted(code));

    var heartbeat = read("/ops/v1/licenses/" + code).get("lastHeartbeat");
    assertThat(heartbeat.get("thirdPartyAccount").asString()).isEqualTo("device-42");
    assertThat(heartbeat.get("ip").asString()).isEqualTo("192.0.2.7");
  }

  @Test
  void doesABatchAsAWholeOrNotAtAll() throws SQLException {
    var seller = seller();
    var sku = monthly(product(seller, Map.of("delivery", "LICENSE")));
    var codes = codes(order(sku, Map.of("quantity", 2)).get("orderId").asString());
    var both = "{\"license\":[\"%s\",\"%s\"]}".formatted(codes.get(0), codes.get(1));
    var withUnknown = "{\"license\":\"%s,unknown\"}".formatted(codes.get(0));

    fails(call(seller, BASE + "v2/license/activate", withUnknown), 200, "92020020");
    assertThat(state(codes.get(0))).isEqualTo("ISSUED");
    fails(call(seller, BASE + "v2/license/activate", both), 200, "92020000");
    assertThat(state(codes.get(1))).isEqualTo("ALIVE");
    call(seller, BASE + "v2/license/heartbeat", both)
        .expectBody()
        .jsonPath("$.data.length()")
        .isEqualTo(2);
    fails(call(seller, BASE + "v2/license/heartbeat", withUnknown), 200, "92020020");
  }

  @Test
  void knowsOnlyAnIsvsOwnLicencesThatItsCustomersHave() throws SQLException {
    var seller = seller();
    var supervised = license(seller, Map.of("supervised", true));
    var code = license(seller, Map.of());

    fails(call(seller, ACTIVATE, "{\"license\":\"" + supervised + "\"}"), 200, "92020004");
    fails(call(seller(), ACTIVATE, "{\"license\":\"" + code + "\"}"), 200, "92020005");
    fails(call(seller, HEARTBEAT, "{\"license\":\"unknown\"}"), 200, "92020005");
    assertThat(state(code)).isEqualTo("ISSUED");
  }

  @Test
  void saysWhatIsWrongWithACall() {
    var seller = seller();

    fails(call(seller, ACTIVATE, "nonsense"), 400, "95000004");
    fails(call(seller, ACTIVATE, ""), 400, "95000004");
    for (var body : List.of(
        "[]",
        "{}",
        "{\"license\":7}",
        "{\"license\":\"two words\"}",
        "{\"license\":\"" + "x".repeat(65) + "\"}",
        "{\"license\":\"x\",\"real_effect_time\":20260101000000}",
        "{\"license\":\"x\",\"heartbeatInfo\":\"y\"}",
        "{\"license\":\"x\",\"heartbeatInfo\":{\"ip\":\"192.0.2.7\"}}")) {
      fails(call(seller, HEARTBEAT, body), 400, "95000001");
    }
    fails(
        send(seller.calls(), HttpMethod.PUT, ACTIVATE, "application/json", "{}"), 405, "95000002");
    fails(send(seller.calls(), HttpMethod.POST, ACTIVATE, "text/plain", "{}"), 415, "95000003");
    suspend(seller);
    fails(call(seller, ACTIVATE, "{\"license\":\"x\"}"), 200, "94060010");
    var stranger = new SignedCalls("AK-nobody", "x");
    fails(send(stranger, HttpMethod.POST, ACTIVATE, "application/json", "{}"), 401, "MKT.0154");
  }

  private String license(Seller seller, Map<String, Object> terms) throws SQLException {
    var members = new HashMap<String, Object>(terms);
    members.put("delivery", "LICENSE");
    var sku = monthly(product(seller, members));
    return codes(order(sku, Map.of()).get("orderId").asString()).getFirst();
  }

  private List<String> codes(String orderId) {
    return read("/ops/v1/orders/" + orderId)
        .get("instances")
        .valueStream()
        .map(instance -> instance.get("instanceId").asString())
        .toList();
  }

  private String state(String code) {
    return read("/ops/v1/licenses/" + code).get("state").asString();
  }

  private static String activation(String code, String realEffectTime) {
    return "{\"license\":\"%s\",\"real_effect_time\":\"%s\"}".formatted(code, realEffectTime);
  }

  private ResponseSpec call(Seller seller, String path, String body) {
    return send(seller.calls(), HttpMethod.POST, path, "application/json", body);
  }

  private static void fails(ResponseSpec response, int status, String code) {
    response
        .expectStatus()
        .isEqualTo(status)
        .expectBody()
        .jsonPath("$.error_code")
        .isEqualTo(code);
  }
}
