package io.tollgate.gateway.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An ISV's production server: it proves every signature of both generations with code of its own and answers as the
 * test wants. Calls with a wrong signature are answered 000001 and remembered as such.
 */
public final class StubIsv implements AutoCloseable {

  private static final String REDIRECT = "redirect ";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String accessKey;
  private final DisposableServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private volatile Function<Received, Mono<String>> behaviour = StubIsv::agreeable;

  public StubIsv(String accessKey) {
    this.accessKey = accessKey;
    this.server = HttpServer.create()
        .host("127.0.0.1")
        .port(0)
        .route(routes -> routes
            .post(
                "/produce",
                (request, response) -> request
                    .receive()
                    .aggregate()
                    .asString()
                    .flatMap(body -> answer(request.uri(), body))
                    .flatMap(reply -> reply(response, reply)))
            .get(
                "/produce",
                (request, response) ->
                    answerFirstGeneration(request.uri()).flatMap(reply -> reply(response, reply))))
        .bindNow(Duration.ofSeconds(10));
  }

  public String address() {
    return "http://127.0.0.1:" + server.port() + "/produce";
  }

  /** Answers from here on with what {@code behaviour} says; an error resets the connection. */
  public void behave(Function<Received, Mono<String>> newBehaviour) {
    behaviour = newBehaviour;
  }

  /** Takes the business id of a create for the instance id, and agrees to all else. */
  public static Mono<String> agreeable(Received call) {
    return call.activity().equals("newInstance")
        ? Mono.just(created(call.text("businessId")))
        : Mono.just("{\"resultCode\":\"000000\",\"resultMsg\":\"success.\"}");
  }

  public static String created(String instanceId) {
    return "{\"resultCode\":\"000000\",\"resultMsg\":\"success.\",\"instanceId\":\"%s\"}"
        .formatted(instanceId);
  }

  public static String code(String resultCode) {
    return "{\"resultCode\":\"%s\",\"resultMsg\":\"\"}".formatted(resultCode);
  }

  /** What came, in order. */
  public List<Received> received() {
    return List.copyOf(received);
  }

  /** What came for one activity, in order. */
  public List<Received> received(String activity) {
    return received.stream().filter(call -> call.activity().equals(activity)).toList();
  }

  private Mono<String> answer(String uri, String body) {
    var call = new Received(Instant.now(), JSON.readTree(body), isProved(uri, body));
    received.add(call);
    return call.proved() ? behaviour.apply(call) : Mono.just(code("000001"));
  }

  /** An answer that sends the caller elsewhere. */
  public static String redirect(String location) {
    return REDIRECT + location;
  }

  private Mono<Void> reply(HttpServerResponse response, String reply) {
    if (reply.startsWith(REDIRECT)) {
      return response.sendRedirect(reply.substring(REDIRECT.length()));
    }
    var signature = Base64.getEncoder().encodeToString(mac(accessKey, reply));
    return response
        .header("Content-Type", "application/json")
        .header("Body-Sign", "sign_type=\"HMAC-SHA256\", signature=\"" + signature + "\"")
        .sendString(Mono.just(reply))
        .then();
  }

  private Mono<String> answerFirstGeneration(String uri) {
    var query = query(uri);
    var call = new Received(
        Instant.now(), JSON.valueToTree(query), authToken(query).equals(query.get("authToken")));
    received.add(call);
    return call.proved() ? behaviour.apply(call) : Mono.just(code("000001"));
  }

  private String authToken(Map<String, String> query) {
    var signed = query.entrySet().stream()
        .filter(parameter -> !parameter.getKey().equals("authToken"))
        .sorted(Map.Entry.comparingByKey())
        .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
        .collect(Collectors.joining("&"));
    return Base64.getEncoder().encodeToString(mac(accessKey + query.get("timeStamp"), signed));
  }

  private boolean isProved(String uri, String body) {
    var query = query(uri);
    var payload = hmac(body);
    var text = accessKey + query.get("nonce") + query.get("timestamp") + payload;
    var fresh =
        Math.abs(System.currentTimeMillis() - Long.parseLong(query.getOrDefault("timestamp", "0")))
            <= 60_000;
    return fresh && hmac(text).equalsIgnoreCase(query.getOrDefault("signature", ""));
  }

  private static Map<String, String> query(String uri) {
    var query = new HashMap<String, String>();
    for (var parameter : uri.substring(uri.indexOf('?') + 1).split("&", -1)) {
      var equals = parameter.indexOf('=');
      query.put(
          parameter.substring(0, equals),
          URLDecoder.decode(parameter.substring(equals + 1), UTF_8));
    }
    return query;
  }

  private String hmac(String text) {
    return HexFormat.of().formatHex(mac(accessKey, text)).toLowerCase(Locale.ROOT);
  }

  private static byte[] mac(String key, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.disposeNow(Duration.ofSeconds(5));
  }

  /** One call as it came. */
  public record Received(Instant at, JsonNode body, boolean proved) {

    public String activity() {
      return text("activity");
    }

    public String text(String member) {
      var node = body.get(member);
      return node == null ? "" : node.asString();
    }
  }
}
