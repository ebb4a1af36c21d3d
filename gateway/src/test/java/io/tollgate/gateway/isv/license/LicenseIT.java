package io.tollgate.gateway.isv.license;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

class LicenseIT extends LicenseFaceIT {

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withZone(ZoneOffset.UTC);

  @Test
  void startsALicencesTimeWhenItIsActivated() throws SQLException {
    var seller = seller();
    var code = license(seller);
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
    answers(call(seller, ACTIVATE, "{\"license\":\"" + code + "\"}"), 200, "92020003");
  }

  @Test
  void countsFromTheInstantOfFirstUseButNotFromBeforeTheOrder() throws SQLException {
    var seller = seller();
    var code = license(seller);
    var now = Instant.parse(read("/ops/v1/clock").get("now").asString());
    var before = SECONDS.format(now.minus(Duration.ofDays(1)));
    var since = SECONDS.format(now.plus(Duration.ofSeconds(1)));

    answers(call(seller, ACTIVATE, activation(code, before)), 200, "92020002");
    answers(call(seller, ACTIVATE, activation(code, "20260230000000")), 400, "95000001");
    answers(call(seller, ACTIVATE, activation(code, since)), 200, "92020000");

    assertThat(read("/ops/v1/licenses/" + code).get("activatedAt").asString())
        .isEqualTo(LocalDateTime.parse(since, DateTimeFormatter.ofPattern("uuuuMMddHHmmss"))
            .toInstant(ZoneOffset.UTC)
            .toString());
  }

  @Test
  void hearsOfUse() throws SQLException {
    var seller = seller();
    var code = license(seller);
    var beat =
        "{\"license\":\"%s\",\"heartbeatInfo\":{\"thirdPartyAccount\":\"device-42\",\"ip\":\"192.0.2.7\",\"os\":1}}"
            .formatted(code);
    answers(call(seller, HEARTBEAT, beat), 200, "92020011");
    answers(call(seller, ACTIVATE, "{\"license\":\"" + code + "\"}"), 200, "92020000");

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
    var codes = licenses(seller, 2, Map.of());
    var both = "{\"license\":[\"%s\",\"%s\"]}".formatted(codes.get(0), codes.get(1));
    var withUnknown = "{\"license\":\"%s,unknown\"}".formatted(codes.get(0));

    answers(call(seller, ACTIVATE_BATCH, withUnknown), 200, "92020020");
    assertThat(state(codes.get(0))).isEqualTo("ISSUED");
    answers(call(seller, ACTIVATE_BATCH, both), 200, "92020000");
    assertThat(state(codes.get(1))).isEqualTo("ALIVE");
    call(seller, HEARTBEAT_BATCH, both).expectBody().jsonPath("$.data.length()").isEqualTo(2);
    answers(call(seller, HEARTBEAT_BATCH, withUnknown), 200, "92020020");
  }

  private String state(String code) {
    return read("/ops/v1/licenses/" + code).get("state").asString();
  }

  private ResponseSpec call(Seller seller, String path, String body) {
    return send(seller.calls(), HttpMethod.POST, path, "application/json", body);
  }

  private static void answers(ResponseSpec response, int status, String code) {
    response
        .expectStatus()
        .isEqualTo(status)
        .expectBody()
        .jsonPath("$.error_code")
        .isEqualTo(code);
  }
}
