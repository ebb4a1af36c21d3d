package io.tollgate.loadtest.isv;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.tollgate.loadtest.http.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Receives notifications by Standard Webhooks and verifies their signatures. Thread-safe.
 *
 * <p>What comes before the secret is known is refused with 503, so that it is sent again.
 */
public final class WebhookInbox {

  /** A notification whose signature held. */
  public record Notification(String id, Instant arrivedAt, String type, JsonNode content) {}

  private static final String SECRET_PREFIX = "whsec_";
  private static final Duration POLL = Duration.ofMillis(10);

  private final List<Notification> notifications = new CopyOnWriteArrayList<>();
  private volatile byte[] secret = {};

  /** Accepts what is signed with {@code secretText}: base64, with or without {@code whsec_}. */
  public void trust(String secretText) {
    var base64 = secretText.startsWith(SECRET_PREFIX)
        ? secretText.substring(SECRET_PREFIX.length())
        : secretText;
    secret = Base64.getDecoder().decode(base64);
  }

  void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      exchange.sendResponseHeaders(accept(exchange, body), -1);
    }
  }

  private int accept(HttpExchange exchange, String body) {
    if (secret.length == 0) {
      return 503;
    }
    var id = header(exchange, "webhook-id");
    var timestamp = header(exchange, "webhook-timestamp");
    var expected = "v1," + sign(secret, id + "." + timestamp + "." + body);
    var proven = List.of(header(exchange, "webhook-signature").split(" ", -1)).stream()
        .anyMatch(given -> HmacSha256.matches(expected, given));
    if (!proven) {
      return 401;
    }
    try {
      var content = Json.read(body);
      notifications.add(
          new Notification(id, Instant.now(), content.path("type").asString(""), content));
      return 204;
    } catch (JacksonException e) {
      return 400;
    }
  }

  private static String header(HttpExchange exchange, String name) {
    var value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  static String sign(byte[] secret, String text) {
    return Base64.getEncoder().encodeToString(HmacSha256.of(secret, text.getBytes(UTF_8)));
  }

  public List<Notification> all() {
    return List.copyOf(notifications);
  }

  /** The first notification that is {@code wanted}, past or yet to come; empty after a while. */
  public Optional<Notification> await(Predicate<Notification> wanted, Duration patience) {
    var deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      var found = notifications.stream().filter(wanted).findFirst();
      if (found.isPresent() || System.nanoTime() > deadline) {
        return found;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }
}
