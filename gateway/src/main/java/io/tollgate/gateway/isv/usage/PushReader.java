package io.tollgate.gateway.isv.usage;

import io.tollgate.gateway.protocol.codes.RequestCode;
import io.tollgate.gateway.protocol.usage.ParsedPush;
import io.tollgate.gateway.protocol.usage.PushGeneration;
import io.tollgate.gateway.protocol.usage.UsagePushParser;
import io.tollgate.metering.usage.ReportedRecord;
import io.tollgate.metering.usage.UsageIntake;
import java.util.List;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * Reads the body of a push, and refuses what is none before anybody's proof is looked at. While the
 * ledger is congested it refuses all, before anything is done for them: it serves others meanwhile.
 *
 * <p>Whatever goes wrong while the push is served becomes its reply here too. Thread-safe.
 */
final class PushReader {

  private final UsagePushParser parser;
  private final UsageIntake intake;

  PushReader(PushGeneration generation, UsageIntake intake) {
    this.parser = new UsagePushParser(generation);
    this.intake = intake;
  }

  Mono<ServerResponse> read(ServerRequest request, Server server) {
    return PushBody.read(request.exchange().getRequest())
        .flatMap(body -> serve(request, body, server))
        .onErrorResume(PushReplies::fault);
  }

  private Mono<ServerResponse> serve(ServerRequest request, byte[] body, Server server) {
    if (intake.isCongested()) {
      return PushReplies.congested();
    }
    return switch (parser.parse(body)) {
      case ParsedPush.Malformed(var pointer, var detail) ->
        PushReplies.refuse(RequestCode.INVALID_PARAMETER, pointer + " " + detail);
      case ParsedPush.TooMany(var count) ->
        PushReplies.refuse(
            RequestCode.TOO_MANY_RECORDS,
            "usage_records: " + count + " (expected: at most 1,000; send several requests)");
      case ParsedPush.Empty() ->
        PushReplies.refuse(
            RequestCode.INVALID_PARAMETER, "usage_records: none (expected: at least 1)");
      case ParsedPush.Parsed(var records) -> server.serve(request, body, records);
    };
  }

  /** What is done with a push that can be read. */
  interface Server {

    /**
     * Answers a push.
     *
     * @param body as it was before compression, which is what the proof is over
     */
    Mono<ServerResponse> serve(ServerRequest request, byte[] body, List<ReportedRecord> records);
  }
}
