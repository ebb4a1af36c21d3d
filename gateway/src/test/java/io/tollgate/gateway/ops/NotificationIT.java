package io.tollgate.gateway.ops;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.tollgate.gateway.GatewayIT;
import io.tollgate.gateway.Names;
import io.tollgate.metering.clock.TestClock;
import io.tollgate.metering.event.Event;
import io.tollgate.metering.event.EventType;
import io.tollgate.metering.event.Events;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class NotificationIT extends GatewayIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final WireMockServer listener =
      new WireMockServer(WireMockConfiguration.options().dynamicPort());
  private final String path = "/" + Names.fresh("hook");

  @Autowired
  private Events events;

  @Autowired
  private TestClock clock;

  @BeforeEach
  void start() {
    listener.start();
  }

  @AfterEach
  void stop() {
    listener.stop();
  }

  @Test
  void tellsAWebhookOfAnEventSignedWithItsSecret() throws GeneralSecurityException {
    listener.stubFor(post(urlPathEqualTo(path)).willReturn(aResponse().withStatus(204)));
    var secret = addTarget(List.of("customer.arrears"));

    raise(EventType.CUSTOMER_RECOVERED);
    raise(EventType.CUSTOMER_ARREARS);

    Awaitility.await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> listener.verify(1, postRequestedFor(urlPathEqualTo(path))));
    var heard = listener.findAll(postRequestedFor(urlPathEqualTo(path))).getFirst();
    var signed = heard.getHeader("webhook-id") + "." + heard.getHeader("webhook-timestamp") + "."
        + heard.getBodyAsString();
    assertThat(heard.getHeader("webhook-signature")).isEqualTo("v1," + mac(secret, signed));
    assertThat(heard.getBodyAsString())
        .contains("\"type\":\"customer.arrears\"", "\"customerId\":\"c-1\"");
  }

  @Test
  void sendsAgainWhatWasNotHeard() {
    listener.stubFor(post(urlPathEqualTo(path))
        .inScenario("deaf once")
        .whenScenarioStateIs(Scenario.STARTED)
        .willReturn(aResponse().withStatus(500))
        .willSetStateTo("hearing"));
    listener.stubFor(post(urlPathEqualTo(path))
        .inScenario("deaf once")
        .whenScenarioStateIs("hearing")
        .willReturn(aResponse().withStatus(200)));
    addTarget(List.of("*"));

    raise(EventType.CUSTOMER_ARREARS);
    Awaitility.await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> listener.verify(1, postRequestedFor(urlPathEqualTo(path))));
    clock.moveTo(clock.now().plusSeconds(10)).block(TIMEOUT);

    listener.verify(2, postRequestedFor(urlPathEqualTo(path)));
    assertThat(listener.findAll(postRequestedFor(urlPathEqualTo(path))))
        .extracting(heard -> heard.getHeader("webhook-id"))
        .hasSize(2)
        .containsOnly(listener
            .findAll(postRequestedFor(urlPathEqualTo(path)))
            .getFirst()
            .getHeader("webhook-id"));
  }

  @Test
  void refusesATargetThatCannotBe() {
    operator()
        .post()
        .uri("/ops/v1/notification-targets")
        .bodyValue(Map.of(
            "scope", "ISV", "kind", "WEBHOOK", "address", "ftp://x", "events", List.of("no.such")))
        .exchange()
        .expectStatus()
        .isBadRequest()
        .expectBody()
        .jsonPath("$.errors[?(@.pointer=='/isvId')]")
        .exists()
        .jsonPath("$.errors[?(@.pointer=='/address')]")
        .exists()
        .jsonPath("$.errors[?(@.pointer=='/events/0')]")
        .exists();
  }

  private String addTarget(List<String> types) {
    var target = operator()
        .post()
        .uri("/ops/v1/notification-targets")
        .bodyValue(Map.of(
            "scope",
            "OPERATOR",
            "kind",
            "WEBHOOK",
            "address",
            listener.baseUrl() + path,
            "events",
            types))
        .exchange()
        .expectStatus()
        .isCreated()
        .expectBody(NotificationController.TargetAnswer.class)
        .returnResult()
        .getResponseBody();
    assertThat(target).isNotNull();
    assertThat(target.secret()).isNotNull();
    return target.secret();
  }

  private void raise(EventType type) {
    events.raise(new Event(type, null, null, null, Map.of("customerId", "c-1"))).block(TIMEOUT);
  }

  private static String mac(String secret, String text) throws GeneralSecurityException {
    var mac = Mac.getInstance("HmacSHA256");
    var key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
  }
}
