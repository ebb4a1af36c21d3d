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
 * ledger is congested, or as many bodies are under way as may be, it refuses all, unread: what is
 * under way is served meanwhile.
 *
 * <p>Whatever goes wrong while the push is served becomes its reply here too. Thread-safe.
 */
final class PushReader {

  private final UsagePushParser parser;
  private final UsageIntake intake;
  private final PushRoom room;

  PushReader(PushGeneration generation, UsageIntake intake, PushRoom room) {
    this.parser = new UsagePushParser(generation);
    this.intake = intake;
    this.room = room;
  }

  Mono<ServerResponse> read(ServerRequest request, Server server) {
    var received = request.exchange().getRequest();
    var bytes = PushRoom.wantedBy(received.getHeaders());
    if (intake.isCongested() || !room.take(bytes)) {
      return PushBody.skip(received).then(PushReplies.congested());
    }
    return PushBody.read(received)
        .flatMap(body -> serve(request, body, server))
        .onErrorResume(PushReplies::fault)
        .doFinally(end -> room.giveBack(bytes));
  }

  private Mono<ServerResponse> serve(ServerRequest request, byte[] body, Server server) {
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
