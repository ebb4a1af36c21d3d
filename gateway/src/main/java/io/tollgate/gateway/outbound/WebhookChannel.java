package io.tollgate.gateway.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.tollgate.metering.notification.Notification;
import io.tollgate.metering.notification.NotificationChannel;
import io.tollgate.metering.notification.NotificationProperties;
import io.tollgate.metering.notification.NotificationTarget;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Webhooks as Standard Webhooks describes them. Any answer of class 2 is heard; redirects are not
 * followed, and what the listener writes is not read.
 */
@Component
final class WebhookChannel implements NotificationChannel {

  private static final int LONGEST_ERROR = 300;

  private final HttpClient http;
  private final OutboundProperties outbound;
  private final JsonMapper json;
  private final Clock clock;

  WebhookChannel(
      OutboundProperties outbound,
      NotificationProperties properties,
      JsonMapper json,
      Clock systemClock) {
    this.outbound = outbound;
    this.json = json;
    this.clock = systemClock;
    this.http = client(outbound, properties);
  }

  private static HttpClient client(OutboundProperties outbound, NotificationProperties properties) {
    var client = HttpClient.create()
        .followRedirect(false)
        .disableRetry(true)
        .responseTimeout(properties.timeout())
        .headers(headers ->
            headers.set("Content-Type", "application/json").set("User-Agent", "tollgate"));
    return outbound.allowInsecureTargets()
        ? client
        : client.doAfterResolve((connection, resolved) -> Target.refuseInside(resolved));
  }

  @Override
  public NotificationTarget.Kind kind() {
    return NotificationTarget.Kind.WEBHOOK;
  }

  @Override
  public Mono<Heard> send(Notification notification) {
    return Mono.defer(() -> post(notification))
        .onErrorResume(failure -> Mono.just(new Heard(null, text(failure))));
  }

  private Mono<Heard> post(Notification notification) {
    Target.check(notification.address(), outbound.allowInsecureTargets());
    var body = body(notification);
    var secret = Objects.requireNonNull(notification.secret(), "secret");
    var signed = new WebhookSignature(secret)
        .sign("msg_" + notification.notificationNo(), clock.instant(), body);
    return http.headers(headers -> signed.forEach(headers::set))
        .post()
        .uri(notification.address())
        .send(Mono.fromSupplier(() -> Unpooled.copiedBuffer(body, UTF_8)))
        .responseSingle((response, content) -> Mono.just(response.status().code()))
        .map(WebhookChannel::judged);
  }

  private static Heard judged(int status) {
    return status / 100 == 2
        ? new Heard(status, null)
        : new Heard(status, "status " + status + " (expected: 2xx)");
  }

  private String body(Notification notification) {
    var members = new LinkedHashMap<String, Object>();
    members.put("type", notification.type());
    members.put("timestamp", notification.occurredAt());
    members.put("data", json.readValue(notification.data(), JsonNode.class));
    return json.writeValueAsString(members);
  }

  private static String text(Throwable failure) {
    var text = failure.toString().replaceAll("\\p{Cntrl}", " ");
    return text.length() <= LONGEST_ERROR ? text : text.substring(0, LONGEST_ERROR);
  }
}
