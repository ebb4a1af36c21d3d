package io.tollgate.gateway.isv.usage;

import static io.tollgate.gateway.isv.usage.PushingIsv.body;
import static io.tollgate.gateway.isv.usage.PushingIsv.quoted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.tollgate.gateway.GatewayIT;
import io.tollgate.gateway.Names;
import io.tollgate.gateway.isv.SignedCalls;
import io.tollgate.gateway.isv.usage.PushingIsv.Holdings;
import io.tollgate.gateway.isv.usage.PushingIsv.RecordText;
import io.tollgate.metering.clock.BusinessClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** The old path: AK/SK alone, no sn, and the first fault refuses the whole request. */
class OldUsagePushIT extends GatewayIT {

  private static final String PATH = "/rest/marketplace/v1/isv/usage-data";

  @Autowired
  private BusinessClock clock;

  private PushingIsv isv;
  private PushingIsv otherIsv;
  private SignedCalls calls;

  @BeforeEach
  void register() {
    isv = new PushingIsv(stores, operator(), anyone(), clock.now());
    otherIsv = new PushingIsv(stores, operator(), anyone(), clock.now());
    calls = key("AKSK");
  }

  @Test
  void acceptsRecordsAndCountsADuplicateOnce() {
    var record = old(isv.usage(isv.instance()));

    expect(push(record, record), 200, "MKT.0000");
    expect(push(record), 200, "MKT.0000");

    assertThat(isv.holdings()).isEqualTo(new Holdings(1, 0, 0));
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault(
            "unknown instance",
            500,
            "MKT.9001",
            (test, good) -> good.with("instance_id", quoted("nobody"))),
        fault(
            "foreign instance",
            401,
            "MKT.0150",
            (test, good) -> good.with("instance_id", quoted(test.otherIsv.instance()))),
        fault(
            "too old",
            500,
            "MKT.9004",
            (test, good) -> good.with("begin_time", test.isv.at(Duration.ofDays(22)))),
        fault("no number", 500, "MKT.9002", (test, good) -> good.with("usage_value", quoted("x"))),
        fault("no time", 500, "MKT.9002", (test, good) -> good.with("end_time", quoted("noon"))),
        fault(
            "not pay-per-use",
            500,
            "MKT.9002",
            (test, good) -> good.with("instance_id", quoted(test.isv.emptyPackage()))),
        fault("no product", 400, "MKT.0101", (test, good) -> good.without("product_id")),
        fault("number for text", 400, "MKT.0101", (test, good) -> good.with("instance_id", "7")));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void refusesTheWholeRequestForItsFirstFault(
      int status, String code, BiFunction<OldUsagePushIT, RecordText, RecordText> spoil) {
    var good = old(isv.usage(isv.instance()));

    expect(push(good, spoil.apply(this, good)), status, code);

    assertThat(isv.holdings().accepted()).isZero();
  }

  @Test
  void provesEveryPartOfTheRequest() {
    var sent = body(old(isv.usage(isv.instance())));
    var uri = URI.create(address() + PATH);
    var now = Instant.now();
    var good = calls.headers("POST", uri, sent, Map.of(), now);

    expect(send(uri, sent.replace("12.5", "12.6"), good), 401, "MKT.0154");
    expect(send(URI.create(uri + "?x=1"), sent, good), 401, "MKT.0154");
    expect(
        send(uri, sent, calls.headers("POST", uri, sent, Map.of(), now.minusSeconds(1_000))),
        401,
        "MKT.0154");
    var stranger = new SignedCalls("AK-nobody", calls.secret());
    expect(send(uri, sent, stranger.headers("POST", uri, sent, Map.of(), now)), 401, "MKT.0154");
    expect(send(uri, sent, new HttpHeaders()), 400, "MKT.0101");
    var basic = key("BASIC");
    expect(send(uri, sent, basic.headers("POST", uri, sent, Map.of(), now)), 401, "MKT.0151");
    operator()
        .patch()
        .uri("/ops/v1/isvs/" + isv.isvId())
        .bodyValue(Map.of("state", "SUSPENDED"))
        .exchange()
        .expectStatus()
        .isOk();
    expect(send(uri, sent, good), 200, "94060010");
    assertThat(isv.holdings()).isEqualTo(new Holdings(0, 0, 0));
  }

  private static Arguments fault(
      String name,
      int status,
      String code,
      BiFunction<OldUsagePushIT, RecordText, RecordText> spoil) {
    return argumentSet(name, status, code, spoil);
  }

  private static RecordText old(RecordText record) {
    return record.without("metering_sn").with("product_id", quoted("pid"));
  }

  private SignedCalls key(String kind) {
    var accessKeyId = Names.fresh("AK");
    operator()
        .post()
        .uri("/ops/v1/isvs/" + isv.isvId() + "/keys")
        .bodyValue(Map.of("kind", kind, "accessKeyId", accessKeyId, "secret", "s-" + accessKeyId))
        .exchange()
        .expectStatus()
        .isCreated();
    return new SignedCalls(accessKeyId, "s-" + accessKeyId);
  }

  private ResponseSpec push(RecordText... records) {
    var sent = body(records);
    var uri = URI.create(address() + PATH);
    return send(uri, sent, calls.headers("POST", uri, sent, Map.of(), Instant.now()));
  }

  private ResponseSpec send(URI uri, String body, HttpHeaders headers) {
    return anyone()
        .post()
        .uri(uri)
        .headers(all -> all.addAll(headers))
        .header("Content-Type", "application/json")
        .bodyValue(body.getBytes(UTF_8))
        .exchange();
  }

  private static void expect(ResponseSpec response, int status, String code) {
    response
        .expectStatus()
        .isEqualTo(status)
        .expectBody()
        .jsonPath("$.error_code")
        .isEqualTo(code);
  }
}
