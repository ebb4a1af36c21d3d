package io.tollgate.gateway.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpMethod;
import io.tollgate.gateway.outbound.Gathered.ReplyTooLargeException;
import io.tollgate.gateway.protocol.outbound.CallContext;
import io.tollgate.gateway.protocol.outbound.CallEncoder;
import io.tollgate.gateway.protocol.outbound.CallMode;
import io.tollgate.gateway.protocol.outbound.OutboundRequest;
import io.tollgate.gateway.protocol.outbound.Reply;
import io.tollgate.gateway.protocol.outbound.ReplyJudge;
import io.tollgate.gateway.protocol.signature.BodySign;
import io.tollgate.metering.delivery.CallOutcome;
import io.tollgate.metering.delivery.CallOutcome.Exchange;
import io.tollgate.metering.delivery.CallOutcome.Refused;
import io.tollgate.metering.delivery.CallOutcome.Unanswered;
import io.tollgate.metering.delivery.ProductionCall;
import io.tollgate.metering.delivery.ProductionInterface;
import io.tollgate.metering.isv.IsvKey;
import io.tollgate.metering.isv.IsvKeys;
import io.tollgate.metering.isv.KeyKind;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

/**
 * Calls over HTTPS: certificates and names verified, no redirects followed, replies bounded in size
 * and time. Every attempt is signed anew.
 */
@Component
final class HttpProductionInterface implements ProductionInterface, DebugInterface {

  private static final int CONNECTIONS_PER_HOST = 32;
  private static final Duration IDLE_CONNECTIONS_KEPT = Duration.ofSeconds(20);
  private static final int NONCE_BYTES = 16;
  private static final int LONGEST_ERROR = 300;

  private final HttpClient http;
  private final IsvKeys keys;
  private final OutboundProperties properties;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  HttpProductionInterface(IsvKeys keys, OutboundProperties properties, Clock systemClock) {
    this.keys = keys;
    this.properties = properties;
    this.clock = systemClock;
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
        .headers(
            headers -> headers.set("Accept", "application/json").set("User-Agent", "tollgate"));
    return properties.allowInsecureTargets()
        ? client
        : client.doAfterResolve((connection, resolved) -> Target.refuseInside(resolved));
  }

  @Override
  public Mono<CallOutcome> call(ProductionCall call) {
    return attempt(call, CallMode.PRODUCTION).map(DebuggedCall::outcome);
  }

  @Override
  public Mono<DebuggedCall> debug(ProductionCall call) {
    return attempt(call, CallMode.DEBUG);
  }

  private Mono<DebuggedCall> attempt(ProductionCall call, CallMode mode) {
    var started = System.nanoTime();
    var sent = new AtomicReference<@Nullable OutboundRequest>();
    return Mono.defer(() -> signedCall(call, mode, sent, started))
        .timeout(properties.timeout())
        .onErrorResume(error -> Mono.just(outcome(error, started)))
        .map(outcome -> new DebuggedCall(sent.get(), outcome));
  }

  private Mono<CallOutcome> signedCall(
      ProductionCall call,
      CallMode mode,
      AtomicReference<@Nullable OutboundRequest> sent,
      long started) {
    Target.check(call.productionUrl(), properties.allowInsecureTargets());
    return newestKey(call)
        .flatMap(accessKey -> {
          var request = CallEncoder.encode(call, context(accessKey, mode));
          sent.set(request);
          return send(request, started).map(reply -> ReplyJudge.judge(call, reply, accessKey));
        })
        .switchIfEmpty(Mono.fromSupplier(() -> new Refused(
            nothingCame(started), "the ISV has no active key (expected: one to sign with)")));
  }

  /** While a key is being replaced both are in force, and the ISV has been given the new one. */
  private Mono<String> newestKey(ProductionCall call) {
    var kind = call.activity().isKitSync() ? KeyKind.KIT : KeyKind.BASIC;
    return keys.active(call.isvNo(), kind)
        .flatMap(active -> Mono.justOrEmpty(active.stream().map(IsvKey::secret).findFirst()));
  }

  private CallContext context(String accessKey, CallMode mode) {
    var nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return new CallContext(
        accessKey, HexFormat.of().formatHex(nonce), clock.instant(), mode, random);
  }

  private Mono<Reply> send(OutboundRequest request, long started) {
    return http.headers(headers -> request.headers().forEach(headers::set))
        .request(HttpMethod.valueOf(request.method()))
        .uri(request.uri())
        .send(Mono.fromSupplier(() -> Unpooled.copiedBuffer(request.body(), UTF_8)))
        .response((response, content) -> receive(response, content, started))
        .single();
  }

  private Mono<Reply> receive(HttpClientResponse response, ByteBufFlux content, long started) {
    return content
        .asByteArray()
        .collect(() -> new Gathered(properties.replySizeBytes()), Gathered::add)
        .map(gathered -> new Reply(
            response.status().code(),
            response.responseHeaders().get(BodySign.HEADER),
            gathered.bytes(),
            millisSince(started)));
  }

  private CallOutcome outcome(Throwable error, long started) {
    return switch (error) {
      case RefusedTargetException refused -> new Refused(nothingCame(started), text(refused));
      case ReplyTooLargeException tooLarge -> new Refused(nothingCame(started), text(tooLarge));
      case IllegalArgumentException unwritable ->
        new Refused(nothingCame(started), text(unwritable));
      case TimeoutException timeout ->
        new Unanswered(
            nothingCame(started), "no answer within " + properties.timeout().toMillis() + " ms");
      default -> new Unanswered(nothingCame(started), text(error));
    };
  }

  private static String text(Throwable error) {
    var text = error.getClass().getSimpleName() + ": " + error.getMessage();
    var clean = text.replaceAll("\\p{Cntrl}", " ");
    return clean.length() <= LONGEST_ERROR ? clean : clean.substring(0, LONGEST_ERROR);
  }

  private static Exchange nothingCame(long started) {
    return new Exchange(null, null, millisSince(started), null);
  }

  private static int millisSince(long started) {
    return (int) Duration.ofNanos(System.nanoTime() - started).toMillis();
  }
}
