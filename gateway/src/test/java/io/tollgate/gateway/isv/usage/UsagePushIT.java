package io.tollgate.gateway.isv.usage;

import static io.tollgate.gateway.isv.usage.PushingIsv.body;
import static io.tollgate.gateway.isv.usage.PushingIsv.proof;
import static io.tollgate.gateway.isv.usage.PushingIsv.quoted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.gateway.GatewayIT;
import io.tollgate.gateway.isv.usage.PushingIsv.Holdings;
import io.tollgate.gateway.isv.usage.PushingIsv.RecordText;
import io.tollgate.gateway.protocol.signature.CanonicalJson;
import io.tollgate.gateway.protocol.signature.PushProof;
import io.tollgate.metering.clock.BusinessClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient.BodyContentSpec;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

class UsagePushIT extends GatewayIT {

  private static final String PATH = "/api/mkp-openapi-public/global/v1/isv/usage-data";

  @Autowired
  private BusinessClock clock;

  private PushingIsv isv;
  private PushingIsv otherIsv;

  @BeforeEach
  void register() {
    isv = new PushingIsv(stores, operator(), anyone(), clock.now());
    otherIsv = new PushingIsv(stores, operator(), anyone(), clock.now());
  }

  @Test
  void acceptsASignedPush() {
    var instance = isv.instance();

    var reply = isv.push(isv.usage(instance));

    expect(reply, 200, "MKT.0000").jsonPath("$.data").doesNotExist();
    assertThat(isv.holdings()).isEqualTo(new Holdings(1, 0, 0));
  }

  @Test
  void acceptsWhatIsvsReallySend() {
    var instance = isv.instance();
    var record = isv.usage(instance).with("usage_value", "12.5000").with("unknown", "{\"a\":[1]}");
    var body =
        body(record).replace(",", ",\r\n   ").replace("{\"usage", "{ \"extra\":null, \"usage");

    expect(isv.push(body), 200, "MKT.0000");
  }

  @Test
  void acceptsASignatureOverTheCanonicalBody() {
    var sent = "{ \"usage_records\" : [ " + isv.usage(isv.instance()).with("x", "null") + " ] }";
    var canonical = new String(CanonicalJson.of(sent.getBytes(UTF_8)).orElseThrow(), UTF_8);

    expect(isv.push(sent, proof(canonical)), 200, "MKT.0000");
  }

  @Test
  void acceptsACompressedBody() throws IOException {
    var body = body(isv.usage(isv.instance()));
    var compressed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(compressed)) {
      gzip.write(body.getBytes(UTF_8));
    }
    var proof = proof(body);

    var reply = anyone()
        .post()
        .uri(PATH)
        .contentType(MediaType.APPLICATION_JSON)
        .header("Content-Encoding", "gzip")
        .header("signature", proof.signature())
        .header("ts", proof.ts())
        .header("nonce", proof.nonce())
        .bodyValue(compressed.toByteArray())
        .exchange();

    expect(reply, 200, "MKT.0000");
  }

  @Test
  void tellsWhatBecameOfEachRecordWhenAsked() {
    var pack = isv.stopPackage();
    var record = isv.usage(isv.instance())
        .with("relate_pkg_instance", quoted(pack))
        .with("usage_value", "1000.5");
    var body = body(record);
    var proof = proof(body);

    var reply = anyone()
        .post()
        .uri(PATH)
        .contentType(MediaType.APPLICATION_JSON)
        .header("Prefer", "return=representation")
        .header("signature", proof.signature())
        .header("ts", proof.ts())
        .header("nonce", proof.nonce())
        .bodyValue(body)
        .exchange();

    expect(reply, 200, "MKT.0000")
        .jsonPath("$.data.results[0].status")
        .isEqualTo("ACCEPTED")
        .jsonPath("$.data.results[0].drawn[0].package_instance_id")
        .isEqualTo(pack)
        .jsonPath("$.data.results[0].drawn[0].quantity")
        .isEqualTo("1000")
        .jsonPath("$.data.results[0].drawn[0].remaining")
        .isEqualTo("0")
        .jsonPath("$.data.results[0].overage")
        .isEqualTo("0.5")
        .jsonPath("$.data.results[0].instance_state")
        .isEqualTo("ACTIVE");
  }

  @Test
  void aRepeatSucceedsAndCountsOnce() {
    var record = isv.usage(isv.instance());

    isv.push(record);
    var again = isv.push(record.with("usage_value", "12.5"));

    expect(again, 200, "MKT.0000");
    assertThat(isv.holdings()).isEqualTo(new Holdings(1, 0, 0));
  }

  @Test
  void anUnsignedPushIsRefused() {
    var reply = anyone()
        .post()
        .uri(PATH)
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(body(isv.usage(isv.instance())))
        .exchange();

    expect(reply, 400, "MKT.0101");
    assertThat(isv.holdings()).isEqualTo(new Holdings(0, 0, 0));
  }

  @Test
  void aSeenNonceIsRefused() {
    var body = body(isv.usage(isv.instance()));
    var proof = proof(body);
    isv.push(body, proof);

    expect(isv.push(body, proof), 400, "MKT.0102");
  }

  @Test
  void aSuspendedIsvIsTurnedAway() {
    var record = isv.usage(isv.instance());
    operator()
        .patch()
        .uri("/ops/v1/isvs/{isvId}", isv.isvId())
        .bodyValue(Map.of("state", "SUSPENDED"))
        .exchange()
        .expectStatus()
        .isOk();

    expect(isv.push(record), 200, "94060010");
    assertThat(isv.holdings()).isEqualTo(new Holdings(0, 0, 0));
  }

  @Test
  void bothKeysProveWhileOneIsBeingReplaced() {
    var instance = isv.instance();
    operator()
        .post()
        .uri("/ops/v1/isvs/{isvId}/keys", isv.isvId())
        .bodyValue(Map.of("kind", "BASIC", "accessKeyId", isv.isvId(), "secret", "the-new-key"))
        .exchange()
        .expectStatus()
        .isCreated();
    var first = body(isv.usage(instance));
    var second = body(isv.usage(instance).with("begin_time", isv.at(Duration.ofMinutes(30))));

    expect(isv.push(first, proof(first)), 200, "MKT.0000");
    expect(isv.push(second, proof(second, Instant.now(), "the-new-key")), 200, "MKT.0000");
  }

  static Stream<Arguments> unacceptableRequests() {
    return Stream.of(
        request(
            "wrongly signed",
            400,
            "MKT.0102",
            (isv, body) -> proof(body, Instant.now(), "another key")),
        request(
            "stale",
            400,
            "MKT.0102",
            (isv, body) -> proof(body, Instant.now().minusSeconds(301), PushingIsv.KEY)),
        request(
            "ahead of time",
            400,
            "MKT.0102",
            (isv, body) -> proof(body, Instant.now().plusSeconds(310), PushingIsv.KEY)));
  }

  private static Arguments request(
      String name, int status, String code, BiFunction<PushingIsv, String, PushProof> proof) {
    return Arguments.of(name, status, code, proof);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("unacceptableRequests")
  void refusesRequestsWithoutAValidProof(
      String name, int status, String code, BiFunction<PushingIsv, String, PushProof> proof) {
    var body = body(isv.usage(isv.instance()));

    expect(isv.push(body, proof.apply(isv, body)), status, code);
    assertThat(isv.holdings()).isEqualTo(new Holdings(0, 0, 0));
  }

  static Stream<Arguments> unacceptableBodies() {
    return Stream.of(
        badBody("no JSON", 400, "MKT.0101", (isv, good) -> "{\"usage_records\":["),
        badBody("not an object", 400, "MKT.0101", (isv, good) -> "[]"),
        badBody("no records", 400, "MKT.0101", (isv, good) -> "{\"usage_records\":[]}"),
        badBody("records missing", 400, "MKT.0101", (isv, good) -> "{}"),
        badBody(
            "a member missing",
            400,
            "MKT.0101",
            (isv, good) -> PushingIsv.body(good, good.without("end_time"))),
        badBody(
            "a member of the wrong type",
            400,
            "MKT.0101",
            (isv, good) -> PushingIsv.body(good.with("begin_time", "20260101"))),
        badBody("1,001 records", 500, "MKT.9003", (isv, good) -> {
          var records = new ArrayList<RecordText>();
          for (var i = 0; i < 1_001; i++) {
            records.add(good);
          }
          return PushingIsv.body(records.toArray(RecordText[]::new));
        }),
        badBody(
            "over 1 MiB",
            413,
            "MKT.0101",
            (isv, good) -> PushingIsv.body(good.with("x", quoted("x".repeat(1 << 20))))),
        badBody(
            "first instance unknown",
            500,
            "MKT.9001",
            (isv, good) -> PushingIsv.body(good.with("instance_id", quoted("nobody's")))));
  }

  private static Arguments badBody(
      String name, int status, String code, BiFunction<PushingIsv, RecordText, String> body) {
    return Arguments.of(name, status, code, body);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("unacceptableBodies")
  void refusesBodiesThatAreNoPush(
      String name, int status, String code, BiFunction<PushingIsv, RecordText, String> body) {
    var sent = body.apply(isv, isv.usage(isv.instance()));

    expect(isv.push(sent), status, code);
    assertThat(isv.holdings()).isEqualTo(new Holdings(0, 0, 0));
  }

  static Stream<Arguments> unacceptableRecords() {
    return Stream.of(
        record("sn missing", "004", (test, good) -> good.without("metering_sn")),
        record("sn blank", "004", (test, good) -> good.with("metering_sn", quoted(" "))),
        record(
            "time without Z",
            "002",
            (test, good) -> good.with("begin_time", quoted("20260101T000000"))),
        record(
            "30 February",
            "002",
            (test, good) -> good.with("end_time", quoted("20260230T000000Z"))),
        record("5 decimals", "003", (test, good) -> good.with("usage_value", quoted("1.00001"))),
        record("zero", "003", (test, good) -> good.with("usage_value", "0")),
        record("negative", "003", (test, good) -> good.with("usage_value", quoted("-1"))),
        record("too large", "003", (test, good) -> good.with("usage_value", quoted("100000000"))),
        record("sn unstorable", "004", (test, good) -> good.with("metering_sn", quoted("\\u0000"))),
        record("no number", "003", (test, good) -> good.with("usage_value", quoted("many"))),
        record(
            "unknown instance",
            "001",
            (test, good) -> good.with("instance_id", quoted("nobody's"))),
        record(
            "foreign instance",
            "009",
            (test, good) -> good.with("instance_id", quoted(test.otherIsv.instance()))),
        record(
            "a package's instance",
            "012",
            (test, good) -> good.with("instance_id", quoted(test.isv.emptyPackage()))),
        record(
            "end before begin",
            "011",
            (test, good) -> good.with(
                    "begin_time", test.isv.at(Duration.ofHours(-1).plusSeconds(1)))
                .with("end_time", test.isv.at(Duration.ZERO))),
        record(
            "future",
            "011",
            (test, good) -> good.with("end_time", test.isv.at(Duration.ofHours(-2)))),
        record(
            "before activation",
            "011",
            (test, good) ->
                good.with("begin_time", test.isv.at(Duration.ofDays(30).plusSeconds(1)))),
        record(
            "older than 21 days",
            "007",
            (test, good) -> good.with("begin_time", test.isv.at(Duration.ofDays(22)))
                .with("end_time", test.isv.at(Duration.ofDays(22)))),
        record(
            "unknown package",
            "003",
            (test, good) -> good.with("relate_pkg_instance", quoted("nobody's"))),
        record(
            "foreign package",
            "009",
            (test, good) -> good.with("relate_pkg_instance", quoted(test.otherIsv.stopPackage()))),
        record("frozen", "013", (test, good) -> {
          var frozen = test.isv.instance();
          test.isv.freeze(frozen);
          return good.with("instance_id", quoted(frozen));
        }));
  }

  private static Arguments record(
      String name, String code, BiFunction<UsagePushIT, RecordText, RecordText> spoil) {
    return Arguments.of(name, code, spoil);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("unacceptableRecords")
  void refusesABadRecordAloneAndKeepsIt(
      String name, String code, BiFunction<UsagePushIT, RecordText, RecordText> spoil) {
    var instance = isv.instance();
    var good = isv.usage(instance);
    var bad = spoil.apply(
        this,
        isv.usage(instance)
            .with("begin_time", isv.at(Duration.ofHours(2)))
            .with("end_time", isv.at(Duration.ofHours(1))));
    var before = isv.holdings();

    var reply = isv.push(good, bad);

    expect(reply, 200, "94060999")
        .jsonPath("$.data.abnormal_usage_data.length()")
        .isEqualTo(1)
        .jsonPath("$.data.abnormal_usage_data[0].error_code")
        .isEqualTo(code);
    assertThat(isv.holdings())
        .isEqualTo(new Holdings(before.accepted() + 1, before.refused() + 1, before.drawnUnits()));
  }

  @Test
  void refusesRecordsThatTheLedgerKnowsUnderAnotherName() {
    var instance = isv.instance();
    var first = isv.usage(instance);
    isv.push(first);

    var reply =
        isv.push(first.with("usage_value", "13"), first.with("metering_sn", quoted("another")));

    expect(reply, 200, "94060999")
        .jsonPath("$.data.abnormal_usage_data[0].error_code")
        .isEqualTo("005")
        .jsonPath("$.data.abnormal_usage_data[1].error_code")
        .isEqualTo("010");
  }

  @Test
  void usageHasToNameThePackageThatTheCustomerHolds() {
    var instance = isv.instance();
    isv.stopPackage();

    var reply = isv.push(isv.usage(instance));

    expect(reply, 200, "94060999")
        .jsonPath("$.data.abnormal_usage_data[0].error_code")
        .isEqualTo("003");
  }

  @Test
  void aDelistedProductTakesNoUsageButKnowsItsReplays() {
    var instance = isv.instance();
    var known = isv.usage(instance);
    isv.push(known);
    isv.execute(
        "UPDATE product SET state = 'DELISTED' WHERE product_code = '" + isv.productCode() + "'");
    var unheardOf = new PushingIsv(stores, operator(), anyone(), clock.now());
    unheardOf.execute("SELECT pg_notify('tollgate_facts', 'everything')");

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> expect(
                isv.push(
                    known, isv.usage(instance).with("begin_time", isv.at(Duration.ofMinutes(5)))),
                200,
                "94060999")
            .jsonPath("$.data.abnormal_usage_data.length()")
            .isEqualTo(1)
            .jsonPath("$.data.abnormal_usage_data[0].error_code")
            .isEqualTo("006"));
  }

  private static BodyContentSpec expect(ResponseSpec reply, int status, String code) {
    return reply
        .expectStatus()
        .isEqualTo(status)
        .expectBody()
        .jsonPath("$.error_code")
        .isEqualTo(code);
  }
}
