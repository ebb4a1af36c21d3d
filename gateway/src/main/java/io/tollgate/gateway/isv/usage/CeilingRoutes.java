package io.tollgate.gateway.isv.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import io.tollgate.gateway.protocol.codes.RequestCode;
import io.tollgate.gateway.protocol.signature.PushProof;
import io.tollgate.gateway.protocol.signature.SignedForm;
import io.tollgate.gateway.protocol.usage.ParsedPush;
import io.tollgate.gateway.protocol.usage.PushGeneration;
import io.tollgate.gateway.protocol.usage.UsagePushParser;
import io.tollgate.metering.isv.IsvKeys;
import io.tollgate.metering.isv.KeyKind;
import io.tollgate.metering.quota.QuotaReservations;
import io.tollgate.metering.usage.Facts;
import io.tollgate.metering.usage.ReportedRecord;
import java.util.List;
import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * A push that is read, parsed and proved, and then forgotten; and reservations without a push: what
 * no push can be faster than on this machine. There only for a benchmark that sets {@code
 * tollgate.bench}; stores nothing, claims no nonce.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("tollgate.bench")
class CeilingRoutes {

  private static final String PATH = "/bench/prove-and-parse";
  private static final String RESERVE_PATH = "/bench/reserve";
  private static final UsagePushParser PARSER = new UsagePushParser(PushGeneration.NEW);

  @Bean
  RouterFunction<ServerResponse> ceiling(Facts facts, IsvKeys keys) {
    return route()
        .POST(
            PATH,
            request -> PushBody.read(request.exchange().getRequest())
                .flatMap(body -> PARSER.parse(body) instanceof ParsedPush.Parsed(var records)
                    ? proven(facts, keys, proof(request), body, records)
                    : Mono.just(false))
                .flatMap(proven -> proven
                    ? PushReplies.reply(PushReply.of(RequestCode.SUCCESS))
                    : PushReplies.refuse(RequestCode.INVALID_BODY_SIGN, "not proven")))
        .build();
  }

  @Bean
  RouterFunction<ServerResponse> reservationCeiling(QuotaReservations reservations) {
    var ceiling = new ReservationCeiling(reservations);
    return route()
        .POST(
            RESERVE_PATH,
            request -> ceiling
                .measure(shape(request))
                .flatMap(seconds -> ServerResponse.ok().bodyValue(Map.of("seconds", seconds))))
        .build();
  }

  private static ReservationCeiling.Shape shape(ServerRequest request) {
    return new ReservationCeiling.Shape(
        number(request, "pushes"), number(request, "records"), number(request, "slots"));
  }

  private static int number(ServerRequest request, String name) {
    return Integer.parseInt(request.queryParam(name).orElse("1"));
  }

  private static Mono<Boolean> proven(
      Facts facts, IsvKeys keys, PushProof proof, byte[] body, List<ReportedRecord> records) {
    var first = records.getFirst().instanceId();
    return facts
        .instances(List.of(first))
        .mapNotNull(found -> found.get(first))
        .flatMap(owner -> keys.active(owner.isvNo(), KeyKind.BASIC))
        .map(active -> active.stream().map(key -> key.secret().getBytes(UTF_8)).toList())
        .map(secrets -> proof.verify(secrets, body) != SignedForm.NONE)
        .defaultIfEmpty(false);
  }

  private static PushProof proof(ServerRequest request) {
    var headers = request.exchange().getRequest().getHeaders();
    return new PushProof(
        headers.getOrEmpty("signature").getFirst(),
        headers.getOrEmpty("ts").getFirst(),
        headers.getOrEmpty("nonce").getFirst());
  }
}
