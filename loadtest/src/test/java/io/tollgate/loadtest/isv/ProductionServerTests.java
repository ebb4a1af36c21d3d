package io.tollgate.loadtest.isv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.loadtest.http.Http;
import io.tollgate.loadtest.http.Json;
import io.tollgate.loadtest.http.Reply;
import io.tollgate.loadtest.isv.ReceivedCall.Proof;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProductionServerTests {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final ProductionKeys KEYS = new ProductionKeys("basic-key", "kit-key");

  private static final String NEW_INSTANCE =
      "{\"activity\":\"newInstance\",\"orderId\":\"%1$s\",\"orderLineId\":\"%1$s-000001\",\"businessId\":\"%2$s\"}";
  private static final String STATUS =
      "{\"activity\":\"updateInstanceStatus\",\"instanceId\":\"%s\",\"status\":\"%s\"}";
  private static final String QUERY = "{\"activity\":\"queryInstance\",\"instanceId\":\"%s\"}";

  private final Http http = Http.plain(Duration.ofSeconds(20));
  private ProductionServer server;

  @BeforeEach
  void start() throws IOException {
    server = ProductionServer.start(0, KEYS, InstantSource.fixed(NOW));
  }

  @AfterEach
  void stop() {
    server.close();
    http.close();
  }

  @Test
  void createsOneInstancePerOrderLineHoweverOftenItIsAsked() throws Exception {
    var first = basic(NEW_INSTANCE.formatted("order-1", "biz-1"), "basic-key", NOW, "n-1");
    var again = basic(NEW_INSTANCE.formatted("order-1", "biz-2"), "basic-key", NOW, "n-2");
    var other = basic(NEW_INSTANCE.formatted("order-2", "biz-3"), "basic-key", NOW, "n-3");

    assertThat(first.text("resultCode")).isEqualTo("000000");
    assertThat(first.text("instanceId")).isEqualTo("biz-1");
    assertThat(again.text("instanceId")).isEqualTo("biz-1");
    assertThat(other.text("instanceId")).isEqualTo("biz-3");
  }

  @Test
  void refusesWhatItCannotProve() throws Exception {
    var body = NEW_INSTANCE.formatted("order-1", "biz-1");

    var wrong = basic(body, "another-key", NOW, "n-1");
    var stale = basic(body, "basic-key", NOW.minusSeconds(61), "n-2");
    var first = basic(body, "basic-key", NOW, "n-3");
    var replayed = basic(body, "basic-key", NOW, "n-3");
    var unsigned = http.send("POST", server.address(), Map.of(), body.getBytes(UTF_8));

    assertThat(first.text("resultCode")).isEqualTo("000000");
    assertThat(List.of(wrong, stale, replayed, unsigned))
        .extracting(reply -> reply.text("resultCode"))
        .containsOnly("000001");
    assertThat(server.calls().all())
        .extracting(ReceivedCall::proof)
        .containsExactly(Proof.WRONG, Proof.STALE, Proof.HOLDS, Proof.NONCE_SEEN, Proof.MISSING);
  }

  @Test
  void freezesAndUnfreezesOnlyWhatItKnows() throws Exception {
    basic(NEW_INSTANCE.formatted("order-1", "biz-1"), "basic-key", NOW, "n-1");

    var freeze = basic(STATUS.formatted("biz-1", "FREEZE"), "basic-key", NOW, "n-2");
    var unknown = basic(STATUS.formatted("biz-9", "FREEZE"), "basic-key", NOW, "n-3");
    var nonsense = basic(STATUS.formatted("biz-1", "MELT"), "basic-key", NOW, "n-4");

    assertThat(freeze.text("resultCode")).isEqualTo("000000");
    assertThat(unknown.text("resultCode")).isEqualTo("000003");
    assertThat(nonsense.text("resultCode")).isEqualTo("000002");
    assertThat(server.calls().matching(call -> call.status().equals("FREEZE"))).hasSize(2);
  }

  @Test
  void createsAsynchronouslyWhenToldTo() throws Exception {
    server.behave(Behaviour.prompt().asynchronous(1));

    var created = basic(NEW_INSTANCE.formatted("order-1", "biz-1"), "basic-key", NOW, "n-1");
    var pending = basic(QUERY.formatted("biz-1"), "basic-key", NOW, "n-2");
    var done = basic(QUERY.formatted("biz-1"), "basic-key", NOW, "n-3");

    assertThat(created.text("resultCode")).isEqualTo("000004");
    assertThat(pending.text("resultCode")).isEqualTo("000004");
    assertThat(done.text("resultCode")).isEqualTo("000000");
    assertThat(done.json().path("info").path(0).path("instanceId").asString()).isEqualTo("biz-1");
  }

  @Test
  void failsAndHangsWhenToldTo() throws Exception {
    var body = NEW_INSTANCE.formatted("order-1", "biz-1");

    server.behave(Behaviour.prompt().failing(1, Behaviour.Failure.RESULT_CODE));
    var refused = basic(body, "basic-key", NOW, "n-1");
    server.behave(Behaviour.prompt().failing(1, Behaviour.Failure.SERVER_ERROR));
    var broken = basic(body, "basic-key", NOW, "n-2");
    server.behave(Behaviour.prompt().failing(1, Behaviour.Failure.HANG));

    assertThat(refused.text("resultCode")).isEqualTo("000005");
    assertThat(broken.status()).isEqualTo(500);
    try (var impatient = Http.plain(Duration.ofMillis(300))) {
      assertThatThrownBy(() -> basic(impatient, body, "basic-key", NOW, "n-3"))
          .isInstanceOf(HttpTimeoutException.class);
    }
  }

  @Test
  void verifiesKitCallsWithTheirOwnKeyAndForm() throws Exception {
    var body = "{\"tenantId\":\"t-1\",\"instanceId\":\"i-1\",\"flag\":1,\"testFlag\":0}";
    var target = URI.create(server.address() + "/produceAPI/v2/tenantSync");
    var timestamp = Long.toString(NOW.toEpochMilli());
    var signature = KitProof.sign("kit-key", "n-1", timestamp, Json.read(body));

    var reply = http.send(
        "POST",
        target,
        Map.of("x-sign", signature, "x-timestamp", timestamp, "x-nonce", "n-1"),
        body.getBytes(UTF_8));

    assertThat(reply.text("resultCode")).isEqualTo("000000");
    assertThat(server.calls().all())
        .extracting(ReceivedCall::activity)
        .containsExactly("tenantSync");
  }

  @Test
  void answersOlderCallsWithASignedBody() throws Exception {
    var parameters = new TreeMap<>(Map.of(
        "activity", "newInstance",
        "orderId", "order-1",
        "productId", "pid-1",
        "businessId", "biz 1&2",
        "timeStamp", "20260101000000000"));
    parameters.put("authToken", AuthToken.sign("basic-key", parameters));

    var reply = older(parameters);

    assertThat(reply.text("instanceId")).isEqualTo("biz 1&2");
    assertThat(reply.headers().firstValue("Body-Sign"))
        .hasValue(BodySign.header("basic-key", reply.body()));
  }

  @Test
  void waitsForACallThatIsYetToCome() throws Exception {
    var sent = basicLater(QUERY.formatted("i-1"), "n-1");

    var seen = server
        .calls()
        .await(call -> call.activity().equals("queryInstance"), Duration.ofSeconds(5));
    var never = server.calls().await(call -> call.activity().isEmpty(), Duration.ofMillis(20));

    assertThat(seen).isPresent();
    assertThat(never).isEmpty();
    assertThat(sent.join().text("resultCode")).isEqualTo("000003");
  }

  private Reply basic(String body, String accessKey, Instant timestamp, String nonce)
      throws IOException {
    return basic(http, body, accessKey, timestamp, nonce);
  }

  private Reply basic(Http client, String body, String accessKey, Instant timestamp, String nonce)
      throws IOException {
    var millis = Long.toString(timestamp.toEpochMilli());
    var signature = BasicProof.sign(accessKey, nonce, millis, Json.read(body));
    var target = URI.create("%s?signature=%s&timestamp=%s&nonce=%s"
        .formatted(server.address(), signature, millis, nonce));
    return client.send("POST", target, Map.of(), body.getBytes(UTF_8));
  }

  private CompletableFuture<Reply> basicLater(String body, String nonce) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return basic(body, "basic-key", NOW, nonce);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  private Reply older(Map<String, String> parameters) throws IOException {
    var query = parameters.entrySet().stream()
        .map(parameter -> parameter.getKey() + "=" + encode(parameter.getValue()))
        .collect(joining("&"));
    return http.send("GET", URI.create(server.address() + "?" + query), Map.of(), new byte[0]);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
