package io.tollgate.gateway.isv.usage;

import io.tollgate.gateway.isv.ratelimit.RateLimit;
import io.tollgate.gateway.isv.usage.PushCaller.Caller;
import io.tollgate.gateway.protocol.codes.RequestCode;
import io.tollgate.gateway.protocol.signature.SdkSignature;
import io.tollgate.gateway.protocol.usage.PushGeneration;
import io.tollgate.metering.usage.RecordFault;
import io.tollgate.metering.usage.RecordOutcome;
import io.tollgate.metering.usage.RecordOutcome.Refused;
import io.tollgate.metering.usage.ReportedRecord;
import io.tollgate.metering.usage.UsageIntake;
import io.tollgate.metering.usage.UsagePush;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * The old usage push: AK/SK alone, no sn, and the first fault refuses the whole request.
 *
 * <p>Its records are therefore looked at before any is stored; one that turns bad in between, which
 * takes a freeze at the same instant, is refused alone and reported with the same code.
 */
@Component
class OldUsagePush {

  private final PushCaller callers;
  private final UsageIntake intake;
  private final PushReader reader;
  private final RateLimit rateLimit;

  OldUsagePush(PushCaller callers, UsageIntake intake, PushRoom room, RateLimit rateLimit) {
    this.callers = callers;
    this.intake = intake;
    this.reader = new PushReader(PushGeneration.OLD, intake, room);
    this.rateLimit = rateLimit;
  }

  Mono<ServerResponse> handle(ServerRequest request) {
    return reader.read(request, this::prove);
  }

  private Mono<ServerResponse> prove(
      ServerRequest request, byte[] body, List<ReportedRecord> records) {
    var headers = request.exchange().getRequest().getHeaders();
    if (headers.getFirst(HttpHeaders.AUTHORIZATION) == null
        || headers.getFirst(SdkSignature.DATE_HEADER) == null) {
      return PushReplies.refuse(
          RequestCode.INVALID_PARAMETER,
          "headers: Authorization or X-Sdk-Date missing (expected: both)");
    }
    return callers
        .ofOldPath(request.exchange().getRequest(), body)
        .flatMap(caller -> switch (caller) {
          case Caller.Refused(var code, var detail) -> PushReplies.refuse(code, detail);
          case Caller.Proven(var isvNo) -> admit(isvNo, records);
        });
  }

  private Mono<ServerResponse> admit(int isvNo, List<ReportedRecord> records) {
    var wait = rateLimit.take(isvNo);
    if (!wait.isZero()) {
      return PushReplies.slowDown(wait);
    }
    return look(isvNo, records, true)
        .flatMap(outcomes -> isSound(outcomes) ? look(isvNo, records, false) : Mono.just(outcomes))
        .flatMap(OldUsagePush::answer);
  }

  private Mono<List<RecordOutcome>> look(
      int isvNo, List<ReportedRecord> records, boolean validateOnly) {
    return intake.accept(new UsagePush(isvNo, records, false, validateOnly, false));
  }

  private static boolean isSound(List<RecordOutcome> outcomes) {
    return outcomes.stream().noneMatch(Refused.class::isInstance);
  }

  private static Mono<ServerResponse> answer(List<RecordOutcome> outcomes) {
    for (var i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) instanceof Refused(var fault)) {
        return PushReplies.refuse(
            code(fault), "usage_records/" + i + ": " + fault.message() + "; nothing was stored");
      }
    }
    return PushReplies.reply(PushReply.of(RequestCode.SUCCESS));
  }

  private static RequestCode code(RecordFault fault) {
    return switch (fault) {
      case UNKNOWN_INSTANCE -> RequestCode.INSTANCE_NOT_FOUND;
      case FOREIGN_INSTANCE, FOREIGN_PACKAGE -> RequestCode.ILLEGAL_OPERATION;
      case EXPIRED -> RequestCode.BEGIN_TIME_TOO_EARLY;
      default -> RequestCode.INVALID_USAGE_ENTITIES;
    };
  }
}
