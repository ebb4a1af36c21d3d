package io.tollgate.gateway.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpMethod;
import io.tollgate.metering.delivery.Activity;
import io.tollgate.metering.delivery.CallOutcome;
import io.tollgate.metering.delivery.CallOutcome.Exchange;
import io.tollgate.metering.delivery.CallOutcome.Refused;
import io.tollgate.metering.delivery.CallOutcome.Unanswered;
import io.tollgate.metering.delivery.Generation;
import io.tollgate.metering.delivery.ProductionCall;
import io.tollgate.metering.delivery.ProductionInterface;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls over HTTPS: certificates and names verified, no redirects followed, replies bounded in size
 * and time. A signature is fresh at every attempt.
 */
@Component
final class HttpProductionInterface implements ProductionInterface {

  private static final int CONNECTIONS_PER_HOST = 32;
  private static final Duration IDLE_CONNECTIONS_KEPT = Duration.ofSeconds(20);

  private final HttpClient http;
  private final SigningKeys keys;
  private final V2Calls v2;
  private final ReplyJudge judge;
  private final OutboundProperties properties;
  private final Clock clock;

  HttpProductionInterface(
      ObjectProvider<SigningKeys> keys,
      OutboundProperties properties,
      JsonMapper json,
      Clock systemClock) {
    this.keys = keys.getIfAvailable(NoKeys::new);
    this.properties = properties;
    this.clock = systemClock;
    this.v2 = new V2Calls(json);
    this.judge = new ReplyJudge(json);
    this.http = client(properties);
  }

  private static HttpClient client(OutboundProperties properties) {
    var connections = ConnectionProvider.builder("outbound")
        .maxConnections(CONNECTIONS_PER_HOST)
        .maxIdleTime(IDLE_CONNECTIONS_KEPT)
        .pendingAcquireTimeout(properties.timeout())
        .build();
    var client = HttpClient.create(connections)
        .followRedirect(false)
        .disableRetry(true)
        .responseTimeout(properties.timeout())
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
            properties.connectTimeout().toMillis())
        .headers(headers -> headers
            .set("Content-Type", "application/json; charset=UTF-8")
            .set("Accept", "application/json")
            .set("User-Agent", "tollgate"));
    return properties.allowInsecureTargets()
        ? client
        : client.doAfterResolve((connection, resolved) -> Target.refuseInside(resolved));
  }

  @Override
  public Mono<CallOutcome> call(ProductionCall call) {
    var started = System.nanoTime();
    return Mono.defer(() -> signed(call, started))
        .timeout(properties.timeout())
        .onErrorResume(error -> Mono.just(outcome(error, started)));
  }

  private Mono<CallOutcome> signed(ProductionCall call, long started) {
    var target = Target.of(call.productionUrl(), properties.allowInsecureTargets());
    var key = call.activity().isKitSync() ? keys.kit(call.isvNo()) : keys.basic(call.isvNo());
    return key.flatMap(accessKey -> send(request(call, target, accessKey))
            .map(reply -> judge.judge(call, reply, accessKey, millisSince(started))))
        .switchIfEmpty(Mono.fromSupplier(() -> new Refused(
            nothingCame(started), "the ISV has no active key (expected: one to sign with)")));
  }

  private SignedRequest request(ProductionCall call, Target target, String accessKey) {
    var now = clock.instant();
    if (call.activity().isKitSync()) {
      return v2.kit(call, target, accessKey, now);
    }
    return call.generation() == Generation.V1 && isOfFirstGeneration(call.activity())
        ? V1Calls.of(call, target, accessKey, now)
        : v2.basic(call, target, accessKey, now);
  }

  /** Licences came with the second generation, whatever generation their product speaks. */
  private static boolean isOfFirstGeneration(Activity activity) {
    return activity.compareTo(Activity.REFRESH_LICENSE_CODE) < 0
        && activity != Activity.CHANGE_INSTANCE_CHECK;
  }

  private Mono<Reply> send(SignedRequest request) {
    return http.headers(headers -> request.headers().forEach(headers::set))
        .request(HttpMethod.valueOf(request.method().name()))
        .uri(request.address())
        .send(Mono.fromSupplier(() -> Unpooled.copiedBuffer(request.body(), UTF_8)))
        .response(this::receive)
        .single();
  }

  private Mono<Reply> receive(HttpClientResponse response, ByteBufFlux content) {
    return content
        .asByteArray()
        .collect(() -> new Reply.Gathered(properties.replySizeBytes()), Reply.Gathered::add)
        .map(gathered -> new Reply(
            response.status().code(),
            response.responseHeaders().get("Body-Sign"),
            gathered.bytes()));
  }

  private CallOutcome outcome(Throwable error, long started) {
    return switch (error) {
      case RefusedTargetException refused ->
        new Refused(nothingCame(started), String.valueOf(refused.getMessage()));
      case Reply.ReplyTooLargeException tooLarge ->
        new Refused(nothingCame(started), String.valueOf(tooLarge.getMessage()));
      case TimeoutException timeout ->
        new Unanswered(
            nothingCame(started), "no answer within " + properties.timeout().toMillis() + " ms");
      default ->
        new Unanswered(
            nothingCame(started),
            Reply.clean(error.getClass().getSimpleName() + ": " + error.getMessage()));
    };
  }

  private static Exchange nothingCame(long started) {
    return new Exchange(null, null, millisSince(started), null);
  }

  private static int millisSince(long started) {
    return (int) Duration.ofNanos(System.nanoTime() - started).toMillis();
  }

  private static final class NoKeys implements SigningKeys {

    @Override
    public Mono<String> basic(int isvNo) {
      return Mono.empty();
    }

    @Override
    public Mono<String> kit(int isvNo) {
      return Mono.empty();
    }
  }
}
