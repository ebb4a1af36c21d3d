package io.tollgate.gateway.isv.usage;

import static io.tollgate.gateway.isv.usage.PushingIsv.body;
import static io.tollgate.gateway.isv.usage.PushingIsv.proof;
import static io.tollgate.gateway.isv.usage.PushingIsv.quoted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.Holdings;
import io.tollgate.gateway.isv.SignedCalls;
import io.tollgate.gateway.protocol.codes.RequestCode;
import io.tollgate.gateway.protocol.signature.PushProof;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every row of the table of request codes, reached on every path that sends it. A code that is new
 * to the table does not compile here until it has a case.
 */
@TestPropertySource(
    properties = {
      "tollgate.rate-limit.requests-per-second=1",
      "tollgate.rate-limit.burst=" + RequestCodesIT.BURST
    })
class RequestCodesIT extends UsageFaceIT {

  static final int BURST = 20;

  private static final String QUERY = "/api/mkp-openapi-public/global/v1/order/query";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private RecordText good;
  private SignedCalls calls;

  @BeforeEach
  void prepare() {
    good = isv.usage(isv.instance());
    calls = isv.addKey("AKSK");
  }

  @ParameterizedTest
  @EnumSource
  void everyCodeIsReachedAndARefusedRequestLeavesNothingBehind(RequestCode code) throws Exception {
    for (var attempt : attempts(code)) {
      attempt.arrange().run();
      var before = Holdings.of(stores);

      var reply = attempt.send().get().expectBody().returnResult();

      var content = JSON.readTree(Objects.requireNonNull(reply.getResponseBody()));
      assertThat(said(content)).as(attempt.name()).isEqualTo(code.code());
      assertThat(reply.getStatus().value()).as(attempt.name()).isEqualTo(code.httpStatus());
      attempt.tidy().run();
      assertThat(Holdings.of(stores))
          .as(attempt.name())
          .isEqualTo(attempt.effect().apply(before));
    }
  }

  private static String said(JsonNode content) {
    return content.path("error_code").asString(content.path("resultCode").asString(""));
  }

  private List<Attempt> attempts(RequestCode code) {
    return switch (code) {
      case SUCCESS ->
        List.of(
            attempt("new push", () -> isv.push(good))
                .leaving(before -> before.withAccepted(1).withNonce()),
            attempt("replay", () -> isv.push(good)).leaving(Holdings::withNonce),
            attempt("old push", () -> pushOld(calls, another().old()))
                .leaving(before -> before.withAccepted(1)),
            attempt("query", () -> query("?orderId=MOCKONDEMAND")));
      case INTERNAL_ERROR ->
        List.of(attempt("query without its table", () -> query("?orderId=CS-1"))
            .between(
                () -> sql("ALTER TABLE order_line RENAME TO order_line_away"),
                () -> sql("ALTER TABLE order_line_away RENAME TO order_line")));
      case INPUT_FAILURE ->
        List.of(attempt("query with a long id", () -> query("?orderId=" + "o".repeat(65))));
      case INVALID_PARAMETER ->
        List.of(
            attempt("unsigned", this::unsigned),
            attempt("old push unsigned", () -> pushOldUnsigned(body(good.old()))),
            attempt("query without an id", () -> query("")),
            ofBothPaths("no JSON", "{\"usage_records\":["),
            ofBothPaths("no object", "[]"),
            ofBothPaths("no records", "{\"usage_records\":[]}"),
            ofBothPaths("records missing", "{}"),
            attempt("member missing", () -> isv.push(good, good.without("end_time"))),
            attempt("member of a wrong type", () -> isv.push(good.with("begin_time", "20260101"))),
            attempt("old push without product", () -> pushOld(calls, good)));
      case INVALID_BODY_SIGN ->
        List.of(
            attempt("another key", () -> push(proof(body(good), Instant.now(), "another key"))),
            attempt("stale", () -> push(proof(body(good), now(-301), PushingIsv.KEY))),
            attempt("ahead of time", () -> push(proof(body(good), now(310), PushingIsv.KEY))),
            attempt("another body", () -> push(proof(body(another())))),
            seenNonce());
      case PARAMETER_ERROR ->
        List.of(
            attempt("query of no order", () -> query("?orderId=CS-1")),
            attempt(
                "query of another ISV's order", () -> query("?orderId=" + otherIsv.productCode())),
            attempt("query of no line", () -> query("?orderId=MOCKONDEMAND&orderLineId=other")));
      case ILLEGAL_OPERATION ->
        List.of(
            attempt("old push for another ISV", () -> pushOld(calls, foreign().old(), good.old())));
      case NO_AUTHORITY -> withKey(isv.addKey("BASIC"));
      case ILLEGAL_TOKEN ->
        List.of(
                withKey(new SignedCalls("AK-nobody", calls.secret())),
                withKey(new SignedCalls(calls.accessKeyId(), "guessed")),
                withKey(endedKey()),
                List.of(
                    attempt("old push, stale", () -> pushOldAt(now(-901))),
                    attempt("old push, ahead of time", () -> pushOldAt(now(930)))))
            .stream()
            .flatMap(List::stream)
            .toList();
      case FREQUENCY_OVERLIMIT ->
        List.of(
            attempt("new push", () -> isv.push(good)).after(this::useUpTheRate),
            attempt("old push", () -> pushOld(calls, good.old())).after(this::useUpTheRate),
            attempt("query", () -> query("?orderId=MOCKONDEMAND")).after(this::useUpTheRate));
      case INSTANCE_NOT_FOUND ->
        List.of(
            attempt("new push", () -> isv.push(unknown(), good)),
            attempt("old push", () -> pushOld(calls, good.old(), unknown().old())));
      case INVALID_USAGE_ENTITIES ->
        List.of(attempt(
            "old push", () -> pushOld(calls, good.old(), good.old().with("usage_value", "0"))));
      case TOO_MANY_RECORDS ->
        List.of(
            attempt("new push", () -> isv.push(tooMany(good))),
            attempt("old push", () -> pushOld(calls, tooMany(good.old()))));
      case BEGIN_TIME_TOO_EARLY ->
        List.of(attempt(
            "old push",
            () -> pushOld(calls, good.old().with("begin_time", isv.at(Duration.ofDays(22))))));
      case ISV_STATUS_INVALID ->
        List.of(
            attempt("new push", () -> isv.push(good)).after(isv::suspend),
            attempt("new push with AK/SK", () -> pushWith(calls)),
            attempt("old push", () -> pushOld(calls, good.old())),
            attempt("query", () -> query("?orderId=MOCKONDEMAND")));
      case RECORDS_FAILED ->
        List.of(attempt("new push", () -> isv.push(good.with("usage_value", "0")))
            .leaving(before -> before.withRefused(1).withNonce()));
    };
  }

  /**
   * One way to a code.
   *
   * @param arrange runs before anything is counted
   * @param effect what the call may leave behind
   */
  private record Attempt(
      String name,
      Step arrange,
      Supplier<ResponseSpec> send,
      Step tidy,
      UnaryOperator<Holdings> effect) {

    Attempt leaving(UnaryOperator<Holdings> expected) {
      return new Attempt(name, arrange, send, tidy, expected);
    }

    Attempt after(Step before) {
      return between(before, () -> {});
    }

    Attempt between(Step before, Step after) {
      return new Attempt(name, before, send, after, effect);
    }
  }

  /** What a test does to the gateway's world around a call. */
  private interface Step {
    void run() throws Exception;
  }

  private static Attempt attempt(String name, Supplier<ResponseSpec> send) {
    return new Attempt(name, () -> {}, send, () -> {}, before -> before);
  }

  private Attempt ofBothPaths(String name, String body) {
    return attempt(name, () -> {
      pushOld(calls, body).expectStatus().isBadRequest();
      return isv.push(body);
    });
  }

  private List<Attempt> withKey(SignedCalls key) {
    return List.of(
        attempt("new push with AK/SK", () -> pushWith(key)),
        attempt("old push", () -> pushOld(key, good.old())),
        attempt("query", () -> get(key, QUERY + "?orderId=MOCKONDEMAND")));
  }

  private Attempt seenNonce() {
    var sent = body(another());
    var proof = proof(sent);
    return attempt("nonce seen", () -> isv.push(sent, proof))
        .after(() -> expect(isv.push(sent, proof), RequestCode.SUCCESS));
  }

  private void useUpTheRate() {
    // A few more than the burst, for what is given back meanwhile.
    for (var i = 0; i < BURST + 5; i++) {
      isv.push("?validateOnly=true", Map.of(), body(good).getBytes(UTF_8), proof(body(good)));
    }
  }

  private ResponseSpec push(PushProof proof) {
    return isv.push(body(good), proof);
  }

  /** With a sound signature over the body, and an AK/SK that is looked at too. */
  private ResponseSpec pushWith(SignedCalls key) {
    var sent = body(another());
    var uri = URI.create(address() + PushingIsv.PATH);
    var headers = key.headers("POST", uri, sent, Map.of(), Instant.now());
    return isv.push("", headers.toSingleValueMap(), sent.getBytes(UTF_8), proof(sent));
  }

  private ResponseSpec unsigned() {
    return anyone()
        .post()
        .uri(PushingIsv.PATH)
        .header("Content-Type", "application/json")
        .bodyValue(body(good))
        .exchange();
  }

  private ResponseSpec pushOldUnsigned(String body) {
    return anyone()
        .post()
        .uri(OLD_PATH)
        .header("Content-Type", "application/json")
        .bodyValue(body)
        .exchange();
  }

  private ResponseSpec pushOldAt(Instant at) {
    var sent = body(good.old());
    var uri = URI.create(address() + OLD_PATH);
    return sendOld(uri, sent, calls.headers("POST", uri, sent, Map.of(), at));
  }

  private ResponseSpec query(String query) {
    return get(calls, QUERY + query);
  }

  private SignedCalls endedKey() {
    var ended = isv.addKey("AKSK");
    isv.endKey(ended.accessKeyId());
    return ended;
  }

  private RecordText another() {
    return isv.usage(isv.instance());
  }

  private RecordText unknown() {
    return good.with("instance_id", quoted("nobody's"));
  }

  private RecordText foreign() {
    return otherIsv.usage(otherIsv.instance());
  }

  private static RecordText[] tooMany(RecordText record) {
    return Collections.nCopies(1_001, record).toArray(RecordText[]::new);
  }

  private static Instant now(int offsetSeconds) {
    return Instant.now().plusSeconds(offsetSeconds);
  }
}
