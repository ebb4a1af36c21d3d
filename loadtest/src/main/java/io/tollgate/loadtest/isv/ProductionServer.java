package io.tollgate.loadtest.isv;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tollgate.loadtest.http.Json;
import io.tollgate.loadtest.isv.Mischief.Trouble;
import io.tollgate.loadtest.isv.ReceivedCall.Generation;
import io.tollgate.loadtest.isv.ReceivedCall.Proof;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * An ISV's production server: a real HTTP server on the loopback interface that verifies every
 * signature, keeps instances, and remembers each call with its moment of arrival.
 *
 * <p>Thread-safe; every call is served by a virtual thread of its own, so that one that hangs holds
 * up no other.
 */
public final class ProductionServer implements AutoCloseable {

  static {
    // Without it the JDK's server answers a kept connection 40 ms late (Nagle against delayed ACK).
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final String GARBAGE = "<html>\u0007{{[\"";
  private static final String KIT_PATH = "/produceAPI/";
  private static final String KIT_V2_PATH = "/produceAPI/v2/";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CallLog calls = new CallLog();
  private final InstanceBook instances = new InstanceBook();
  private final Production production = new Production(instances);
  private final WebhookInbox webhooks = new WebhookInbox();
  private final Random random = new Random(20260101);
  private final CallVerifier verifier;
  private final ProductionKeys keys;
  private volatile Behaviour behaviour = Behaviour.prompt();
  private volatile Mischief mischief = (activity, members) -> Optional.empty();

  private ProductionServer(HttpServer server, ProductionKeys keys, InstantSource clock) {
    this.server = server;
    this.keys = keys;
    this.verifier = new CallVerifier(keys, clock);
  }

  /** Starts on {@code port} of the loopback interface; 0 takes a free one. */
  public static ProductionServer start(int port, ProductionKeys keys, InstantSource clock)
      throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    var started = new ProductionServer(HttpServer.create(address, 0), keys, clock);
    started.server.setExecutor(started.threads);
    started.server.createContext("/produce", started::serve);
    started.server.createContext("/webhook", started.webhooks::receive);
    started.server.start();
    return started;
  }

  /** The production address to register with the gateway. */
  public URI address() {
    return at("/produce");
  }

  /** Where notifications may be sent. */
  public URI webhookAddress() {
    return at("/webhook");
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  public CallLog calls() {
    return calls;
  }

  public WebhookInbox webhooks() {
    return webhooks;
  }

  /** Applies to calls that arrive from now on. */
  public void behave(Behaviour now) {
    behaviour = now;
  }

  /** Fails calls that arrive from now on as {@code chosen} says, beside how it behaves. */
  public void misbehave(Mischief chosen) {
    mischief = chosen;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      var arrivedNanos = System.nanoTime();
      var arrivedAt = Instant.now();

      var request = Request.of(exchange, body);
      var proof = request == null ? Proof.MISSING : prove(request);
      var now = behaviour;
      var trouble = request != null && proof == Proof.HOLDS ? trouble(request, now) : null;
      var answer = answer(request, proof, now, trouble);

      if (request != null) {
        calls.add(new ReceivedCall(
            arrivedAt,
            arrivedNanos,
            request.generation(),
            request.activity(),
            request.members(),
            proof,
            answer.path("resultCode").asString()));
      }
      var failure = trouble == null ? null : trouble.failure();
      delay(now, failure);
      if (failure != Behaviour.Failure.RESET) {
        reply(exchange, request, answer, failure);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Trouble trouble(Request request, Behaviour now) {
    return now.failRate() > 0 && random.nextDouble() < now.failRate()
        ? new Trouble(now.failure(), false)
        : mischief.with(request.activity(), request.members()).orElse(null);
  }

  private Proof prove(Request request) {
    return switch (request.generation()) {
      case V2 -> verifier.basic(request.query(), request.members());
      case V2_KIT ->
        verifier.kit(
            request.header("x-sign"),
            request.header("x-timestamp"),
            request.header("x-nonce"),
            request.members());
      case V1 -> verifier.basicToken(request.query());
      case V1_KIT -> verifier.kitToken(request.membersAsText(), request.header(AuthToken.NAME));
    };
  }

  private JsonNode answer(
      @Nullable Request request, Proof proof, Behaviour now, @Nullable Trouble trouble) {
    if (request == null) {
      return Production.result(ResultCode.ILLEGAL_PARAMETER);
    }
    if (proof != Proof.HOLDS) {
      return Production.result(ResultCode.AUTHENTICATION_FAILED);
    }
    if (trouble == null || trouble.done()) {
      var done = production.perform(
          request.generation(), request.activity(), request.members(), now.pendingPolls());
      if (trouble == null) {
        return done;
      }
    }
    return Production.result(ResultCode.INTERNAL_ERROR);
  }

  private void delay(Behaviour now, Behaviour.@Nullable Failure failure)
      throws InterruptedException {
    if (now.delay().isPositive()) {
      Thread.sleep(now.delay());
    }
    if (failure == Behaviour.Failure.HANG) {
      closed.await();
    }
  }

  private void reply(
      HttpExchange exchange,
      @Nullable Request request,
      JsonNode answer,
      Behaviour.@Nullable Failure failure)
      throws IOException {
    var text = failure == Behaviour.Failure.GARBAGE ? GARBAGE + answer : Json.text(answer);
    var bytes = text.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json;charset=UTF-8");
    if (request != null && request.generation().isV1()) {
      exchange.getResponseHeaders().set(BodySign.HEADER, bodySign(request.generation(), text));
    }
    exchange.sendResponseHeaders(
        failure == Behaviour.Failure.SERVER_ERROR ? 500 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private String bodySign(Generation generation, String text) {
    var key = generation == Generation.V1_KIT ? keys.kit() : keys.basic();
    return BodySign.header(key, text);
  }

  /** Stops listening and lets go of whoever hangs. */
  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  /** A request as the protocol sees it; null where its body is no JSON object. */
  private record Request(
      Generation generation,
      String activity,
      Map<String, String> query,
      JsonNode members,
      HttpExchange exchange) {

    static @Nullable Request of(HttpExchange exchange, byte[] body) {
      var query = decode(exchange.getRequestURI().getRawQuery());
      if (exchange.getRequestMethod().equals("GET")) {
        var members = Json.object();
        query.forEach(members::put);
        return new Request(
            Generation.V1, query.getOrDefault("activity", ""), query, members, exchange);
      }
      var members = object(body);
      if (members == null) {
        return null;
      }
      var path = exchange.getRequestURI().getPath();
      if (path.contains(KIT_V2_PATH)) {
        return new Request(Generation.V2_KIT, lastPart(path), query, members, exchange);
      }
      if (path.contains(KIT_PATH)) {
        return new Request(Generation.V1_KIT, lastPart(path), query, members, exchange);
      }
      return new Request(
          Generation.V2, members.path("activity").asString(""), query, members, exchange);
    }

    private static @Nullable JsonNode object(byte[] body) {
      try {
        var node = Json.read(new String(body, UTF_8));
        return node.isObject() ? node : null;
      } catch (JacksonException e) {
        return null;
      }
    }

    private static String lastPart(String path) {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    private static Map<String, String> decode(@Nullable String rawQuery) {
      var parameters = new LinkedHashMap<String, String>();
      if (rawQuery == null) {
        return parameters;
      }
      for (var pair : rawQuery.split("&", -1)) {
        var equals = pair.indexOf('=');
        if (equals > 0) {
          parameters.put(
              URLDecoder.decode(pair.substring(0, equals), UTF_8),
              URLDecoder.decode(pair.substring(equals + 1), UTF_8));
        }
      }
      return parameters;
    }

    String header(String name) {
      var value = exchange.getRequestHeaders().getFirst(name);
      return value == null ? "" : value;
    }

    Map<String, String> membersAsText() {
      var text = new LinkedHashMap<String, String>();
      members.forEachEntry((name, value) -> text.put(name, value.asString()));
      return text;
    }
  }
}
