package io.tollgate.gateway.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * An ISV's production system that does what the protocol's pages tell it to, and nothing else: it
 * proves each call, looks at each member, and answers 000001 or 000002 where something is amiss.
 */
final class DocumentedIsv implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration FRESH = Duration.ofSeconds(60);
  private static final DateTimeFormatter TIME_STAMP =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmssSSS");

  private final HttpServer server;
  private final String basicKey;
  private final String kitKey;
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Set<String> nonces = ConcurrentHashMap.newKeySet();
  private volatile UnaryOperator<String> bodySignForm =
      signature -> "sign_type=\"HMAC-SHA256\", signature= \"" + signature + "\"";

  DocumentedIsv(String basicKey, String kitKey) throws IOException {
    this.basicKey = basicKey;
    this.kitKey = kitKey;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/produce", this::serve);
    server.start();
  }

  /**
   * One call as it came.
   *
   * @param faults why it was refused; empty where it was carried out
   */
  record Call(
      DocumentedCall kind, String activity, Map<String, Object> members, List<String> faults) {

    String text(String member) {
      return String.valueOf(members.get(member));
    }
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/produce";
  }

  List<Call> calls() {
    return List.copyOf(calls);
  }

  /** Writes the header of V1 replies as {@code form} makes it of the signature. */
  void signRepliesAs(UnaryOperator<String> form) {
    bodySignForm = form;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var call = read(exchange);
      calls.add(call);
      var proven = call.faults().stream().noneMatch(fault -> fault.startsWith("proof"));
      var code = call.faults().isEmpty() ? "000000" : proven ? "000002" : "000001";
      var created = call.activity().equals("newInstance") && call.faults().isEmpty();
      var reply = "{\"resultCode\":\"%s\",\"resultMsg\":\"\"%s}"
          .formatted(code, created ? ",\"instanceId\":\"" + call.text("businessId") + "\"" : "");
      if (call.kind().isV1()) {
        var key = call.kind().isKit() ? kitKey : basicKey;
        exchange
            .getResponseHeaders()
            .set("Body-Sign", bodySignForm.apply(DocumentedProof.bodySign(key, reply)));
      }
      var bytes = reply.getBytes(UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private Call read(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var query = query(exchange.getRequestURI().getRawQuery());
    var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    var kind = kind(exchange.getRequestMethod(), path);
    Map<String, Object> members = kind == DocumentedCall.V1_BASIC
        ? query
        : JSON.readValue(body, new TypeReference<TreeMap<String, Object>>() {});
    var activity = kind.isKit()
        ? path.substring(path.lastIndexOf('/') + 1)
        : String.valueOf(members.get("activity"));
    var faults = new ArrayList<>(kind.faults(activity, members));
    faults.addAll(proofFaults(kind, exchange, query, members));
    return new Call(kind, activity, members, List.copyOf(faults));
  }

  private static DocumentedCall kind(String method, String path) {
    if (method.equals("GET")) {
      return DocumentedCall.V1_BASIC;
    }
    if (path.contains(DocumentedCall.V2_KIT.path())) {
      return DocumentedCall.V2_KIT;
    }
    return path.contains(DocumentedCall.V1_KIT.path())
        ? DocumentedCall.V1_KIT
        : DocumentedCall.V2_BASIC;
  }

  private List<String> proofFaults(
      DocumentedCall kind,
      HttpExchange exchange,
      Map<String, Object> query,
      Map<String, Object> members) {
    var headers = exchange.getRequestHeaders();
    return switch (kind) {
      case V2_BASIC -> {
        var nonce = String.valueOf(query.get("nonce"));
        var timestamp = String.valueOf(query.get("timestamp"));
        yield judged(
            DocumentedProof.basic(basicKey, nonce, timestamp, members)
                .equalsIgnoreCase(String.valueOf(query.get("signature"))),
            isFresh(Long.parseLong(timestamp)) && nonces.add(nonce));
      }
      case V2_KIT -> {
        var nonce = String.valueOf(headers.getFirst("x-nonce"));
        var timestamp = String.valueOf(headers.getFirst("x-timestamp"));
        yield judged(
            DocumentedProof.kit(kitKey, nonce, timestamp, members)
                .equalsIgnoreCase(headers.getFirst("x-sign")),
            isFresh(Long.parseLong(timestamp))
                && nonces.add(nonce)
                && isFresh(millis(members, ZoneOffset.ofHours(8))));
      }
      case V1_BASIC ->
        judged(
            DocumentedProof.token(basicKey, members).equals(members.get("authToken")),
            isFresh(millis(members, ZoneOffset.UTC)));
      case V1_KIT ->
        judged(
            DocumentedProof.token(kitKey, members).equals(headers.getFirst("authToken")),
            isFresh(millis(members, ZoneOffset.ofHours(8))));
    };
  }

  private static List<String> judged(boolean isSigned, boolean isFresh) {
    return isSigned && isFresh
        ? List.of()
        : List.of("proof: " + (isSigned ? "stale or seen before" : "wrong"));
  }

  private static long millis(Map<String, Object> members, ZoneOffset zone) {
    var text = String.valueOf(members.get("timeStamp"));
    return LocalDateTime.parse(text, TIME_STAMP).toInstant(zone).toEpochMilli();
  }

  private static boolean isFresh(long millis) {
    return Math.abs(Instant.now().toEpochMilli() - millis) <= FRESH.toMillis();
  }

  private static Map<String, Object> query(@Nullable String raw) {
    var parameters = new TreeMap<String, Object>();
    if (raw != null && !raw.isEmpty()) {
      for (var parameter : raw.split("&", -1)) {
        var equals = parameter.indexOf('=');
        parameters.put(
            URLDecoder.decode(parameter.substring(0, equals), UTF_8),
            URLDecoder.decode(parameter.substring(equals + 1), UTF_8));
      }
    }
    return parameters;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
