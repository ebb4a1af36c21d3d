package io.tollgate.gateway.isv.usage;

import static io.tollgate.gateway.isv.usage.PushingIsv.body;
import static io.tollgate.gateway.isv.usage.PushingIsv.quoted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.isv.SignedCalls;
import io.tollgate.gateway.protocol.codes.LicenseCode;
import io.tollgate.gateway.protocol.codes.RequestCode;
import io.tollgate.gateway.protocol.signature.PushProof;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/**
 * Spoiled requests with sound proofs, so that they get as far as a stranger's can and further. Every
 * answer has a code of its table; none is a fault of ours. The seed of a round is its number.
 */
class HostileRequestIT extends UsageFaceIT {

  private static final String BASE = "/api/mkp-openapi-public/global/";
  private static final int REQUESTS_A_ROUND = 40;

  /** What stands for a piece of a body, a query or a header. */
  private static final List<String> SHARDS = List.of(
      "",
      "null",
      "-1",
      "0",
      "1e999",
      "1E-9",
      "9".repeat(400),
      "true",
      "[]",
      "{}",
      "[{}]",
      "\"\"",
      "\"\\u0000\"",
      "\"\\ud800\"",
      "\"" + "x".repeat(5_000) + "\"",
      "\"20260230T000000Z\"",
      "\"00000000T000000Z\"",
      "\"99991231T235959Z\"",
      "\"0.00000000000000000001\"",
      "\"1e5\"",
      "\"NaN\"",
      "\"\u0661\u0662\"",
      "\"'; DROP TABLE isv; --\"",
      "\"a,b\"",
      "[[[[[[[[",
      "\"",
      ",");

  private SignedCalls calls;
  private String instance;

  @BeforeEach
  void arrange() {
    calls = isv.addKey("AKSK");
    instance = isv.instance();
  }

  @RepeatedTest(5)
  void nothingThatAStrangerSendsIsAFaultOfOurs(RepetitionInfo round) {
    var random = new Random(round.getCurrentRepetition());
    for (var i = 0; i < REQUESTS_A_ROUND; i++) {
      var body = spoiled(random);
      judge(pushRaw(random, body), body);
      judge(sendSigned(HttpMethod.POST, OLD_PATH, body), body);
      judge(sendSigned(HttpMethod.POST, licensePath(random), body), body);
      var query = "?orderId=" + encoded(shard(random)) + "&orderLineId=" + encoded(shard(random));
      judge(sendSigned(HttpMethod.GET, BASE + "v1/order/query" + query, new byte[0]), query);
      judge(sendSigned(HttpMethod.GET, ownPath(random), new byte[0]), "own");
      judge(sendSigned(HttpMethod.POST, "/isv/v1/reconciliations", body), body);
    }
  }

  /** Over a plain socket, for no client would send these. */
  @ParameterizedTest
  @CsvSource({"GET /isv/v1/%s HTTP/1.1, 414", "'GET / HTTP/1.1\r\nAuthorization: %s', 431"})
  void doesNotReadAnAddressOrHeaderToItsEnd(String head, int status) throws IOException {
    var server = URI.create(address());
    try (var socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout(10_000);
      var request = head.formatted("x".repeat(64 << 10)) + "\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(UTF_8));

      var reply = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));

      assertThat(reply.readLine()).contains(" " + status + " ");
    }
  }

  private byte[] spoiled(Random random) {
    var record = sound();
    for (var name : record.members().keySet()) {
      if (random.nextInt(4) == 0) {
        record = record.with(name, shard(random));
      }
    }
    var text = switch (random.nextInt(4)) {
      case 0 -> "{\"license\":" + shard(random) + ",\"real_effect_time\":" + shard(random) + "}";
      case 1 ->
        "{\"cycleStart\":" + shard(random) + ",\"cycle\":\"HOURLY\",\"totals\":[{"
            + "\"instanceId\":" + shard(random) + ",\"quantity\":" + shard(random) + "}]}";
      default -> body(record, record.with(shard(random).replaceAll("[^a-z]", ""), shard(random)));
    };
    var bytes = text.getBytes(UTF_8);
    for (var flips = random.nextInt(3); flips > 0; flips--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return random.nextInt(5) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }

  private RecordText sound() {
    return isv.usage(instance).with("relate_pkg_instance", quoted("p"));
  }

  private ResponseSpec pushRaw(Random random, byte[] body) {
    var ts = Long.toString(Instant.now().toEpochMilli());
    var nonce = random.nextInt(6) == 0 ? "n".repeat(65) : Long.toString(random.nextLong());
    var proof = PushProof.sign(PushingIsv.KEY.getBytes(UTF_8), ts, nonce, body);
    return isv.push(
        random.nextBoolean() ? "?validateOnly=" + encoded(shard(random)) : "",
        Map.of("Prefer", "return=representation", "X-Spoiled", encoded(shard(random))),
        body,
        proof);
  }

  private ResponseSpec sendSigned(HttpMethod method, String pathAndQuery, byte[] body) {
    var uri = URI.create(address() + pathAndQuery);
    var headers = calls.headers(method.name(), uri, body, Map.of(), Instant.now());
    var request = anyone()
        .method(method)
        .uri(uri)
        .headers(all -> all.addAll(headers))
        .header("Content-Type", "application/json");
    return body.length == 0 ? request.exchange() : request.bodyValue(body).exchange();
  }

  private static void judge(ResponseSpec reply, Object sent) {
    var result = reply.expectBody(String.class).returnResult();
    var said = String.valueOf(result.getResponseBody());
    assertThat(said)
        .as("%s", sent)
        .doesNotContain(RequestCode.INTERNAL_ERROR.code(), LicenseCode.INTERNAL_ERROR.code())
        .doesNotContain("Exception", "\tat ", "problem:internal");
    var status = result.getStatus().value();
    assertThat(status < 500 || hasStatusOfTheTable(said))
        .as(status + " " + said)
        .isTrue();
  }

  /** The table itself has 500 for some faults of the caller. */
  private static boolean hasStatusOfTheTable(String said) {
    return Arrays.stream(RequestCode.values())
        .filter(code -> code.httpStatus() == 500)
        .anyMatch(code -> said.contains('"' + code.code() + '"'));
  }

  private static String licensePath(Random random) {
    return BASE + (random.nextBoolean() ? "v1" : "v2") + "/license/"
        + (random.nextBoolean() ? "activate" : "heartbeat");
  }

  private static String ownPath(Random random) {
    return switch (random.nextInt(4)) {
      case 0 ->
        "/isv/v1/usage-records?after=" + encoded(shard(random)) + "&limit=" + random.nextInt();
      case 1 -> "/isv/v1/usage-records?state=" + encoded(shard(random));
      case 2 ->
        "/isv/v1/deliveries?state=" + encoded(shard(random)) + "&instanceId="
            + encoded(shard(random));
      default -> "/isv/v1/instances/x" + encoded(shard(random));
    };
  }

  private static String shard(Random random) {
    var shard = SHARDS.get(random.nextInt(SHARDS.size()));
    return shard.length() > 1_000 && random.nextBoolean() ? "0" : shard;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text.length() > 1_000 ? text.substring(0, 1_000) : text, UTF_8);
  }
}
