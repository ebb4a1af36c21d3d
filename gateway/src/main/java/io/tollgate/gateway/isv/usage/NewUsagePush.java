package io.tollgate.gateway.isv.usage;

import io.tollgate.gateway.isv.ratelimit.RateLimit;
import io.tollgate.gateway.isv.usage.PushCaller.Caller;
import io.tollgate.gateway.protocol.codes.RequestCode;
import io.tollgate.gateway.protocol.signature.PushProof;
import io.tollgate.gateway.protocol.usage.PushGeneration;
import io.tollgate.metering.usage.Facts;
import io.tollgate.metering.usage.RecordOutcome;
import io.tollgate.metering.usage.ReportedRecord;
import io.tollgate.metering.usage.UsageIntake;
import io.tollgate.metering.usage.UsagePush;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * The new usage push: read, parse, prove, take in, answer.
 *
 * <p>Faults of the request are looked for in the order of the contract (section 2, "which fault
 * wins"), which is the order of the steps.
 */
@Component
class NewUsagePush {

  private final PushCaller callers;
  private final PushNonces nonces;
  private final UsageIntake intake;
  private final PushReader reader;
  private final Facts facts;
  private final RateLimit rateLimit;

  NewUsagePush(
      PushCaller callers,
      PushNonces nonces,
      UsageIntake intake,
      PushRoom room,
      Facts facts,
      RateLimit rateLimit) {
    this.callers = callers;
    this.nonces = nonces;
    this.intake = intake;
    this.reader = new PushReader(PushGeneration.NEW, intake, room);
    this.facts = facts;
    this.rateLimit = rateLimit;
  }

  Mono<ServerResponse> handle(ServerRequest request) {
    return reader.read(request, this::prove);
  }

  private Mono<ServerResponse> prove(
      ServerRequest request, byte[] body, List<ReportedRecord> records) {
    var signature = header(request, "signature");
    var ts = header(request, "ts");
    var nonce = header(request, "nonce");
    if (signature == null || ts == null || nonce == null) {
      return PushReplies.refuse(
          RequestCode.INVALID_PARAMETER,
          "headers: ts, nonce or signature missing (expected: all three)");
    }
    return callers
        .ofNewPath(
            request.exchange().getRequest(), new PushProof(signature, ts, nonce), body, records)
        .flatMap(caller -> switch (caller) {
          case Caller.Refused(var code, var detail) -> PushReplies.refuse(code, detail);
          case Caller.Proven(var isvNo) -> admit(request, isvNo, nonce, records);
        });
  }

  private Mono<ServerResponse> admit(
      ServerRequest request, int isvNo, String nonce, List<ReportedRecord> records) {
    var wait = rateLimit.take(isvNo);
    if (!wait.isZero()) {
      return nonces.release(isvNo, nonce).then(PushReplies.slowDown(wait));
    }
    return takeIn(request, isvNo, records)
        .onErrorResume(e -> nonces.release(isvNo, nonce).then(Mono.error(e)));
  }

  private Mono<ServerResponse> takeIn(
      ServerRequest request, int isvNo, List<ReportedRecord> records) {
    var explain = asksForResults(request);
    var push = new UsagePush(
        isvNo,
        records,
        true,
        "true".equals(request.queryParam("validateOnly").orElse("")),
        explain);
    return intake
        .accept(push)
        .flatMap(outcomes ->
            explain ? explained(records, outcomes) : Mono.just(PushReply.of(records, outcomes)))
        .flatMap(PushReplies::reply);
  }

  private Mono<PushReply> explained(List<ReportedRecord> records, List<RecordOutcome> outcomes) {
    return facts
        .instances(records.stream().map(ReportedRecord::instanceId).toList())
        .map(instances -> PushReply.explaining(records, outcomes, instances));
  }

  private static boolean asksForResults(ServerRequest request) {
    return request.headers().header("Prefer").stream()
        .anyMatch(preference -> preference.replace(" ", "").contains("return=representation"));
  }

  private static @Nullable String header(ServerRequest request, String name) {
    var value = request.headers().firstHeader(name);
    return value == null || value.isBlank() ? null : value.strip();
  }
}
