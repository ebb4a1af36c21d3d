package io.tollgate.gateway.isv.usage;

import io.r2dbc.spi.R2dbcException;
import io.tollgate.gateway.protocol.codes.RequestCode;
import io.tollgate.metering.usage.UsageUnavailableException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Writes replies to pushes, and says with which status each fault leaves. */
final class PushReplies {

  private static final Logger LOG = LoggerFactory.getLogger(PushReplies.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final byte[] SUCCESS = JSON.writeValueAsBytes(PushReply.of(RequestCode.SUCCESS));

  /** A healthy ledger is back within it; see the bound on recovery. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private static final Duration NOTED_EVERY = Duration.ofSeconds(1);

  private static final AtomicLong LAST_NOTED_NANOS =
      new AtomicLong(System.nanoTime() - NOTED_EVERY.toNanos());

  private PushReplies() {}

  static Mono<ServerResponse> refuse(RequestCode code, String detail) {
    return write(code.httpStatus(), PushReply.of(code, detail));
  }

  /** Refuses an ISV that pushes too often; it may send the same push again. */
  static Mono<ServerResponse> slowDown(Duration retryAfter) {
    var seconds = Math.max(1, retryAfter.toSeconds());
    var code = RequestCode.FREQUENCY_OVERLIMIT;
    return ServerResponse.status(code.httpStatus())
        .header(HttpHeaders.RETRY_AFTER, Long.toString(seconds))
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(JSON.writeValueAsBytes(PushReply.of(code, "Try again in " + seconds + " s.")));
  }

  static Mono<ServerResponse> reply(PushReply reply) {
    var isPlainSuccess =
        reply.data() == null && reply.errorCode().equals(RequestCode.SUCCESS.code());
    return isPlainSuccess
        ? ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(SUCCESS)
        : write(HttpStatus.OK.value(), reply);
  }

  /** What went wrong on our side, or before the body could be looked at. */
  static Mono<ServerResponse> fault(Throwable error) {
    return switch (error) {
      case PushBody.TooLargeException tooLarge ->
        write(
            HttpStatus.CONTENT_TOO_LARGE.value(),
            PushReply.of(
                RequestCode.INVALID_PARAMETER,
                "body: over 1 MiB (expected: at most 1,048,576 bytes; send fewer records)"));
      case PushBody.NotCompressedException notCompressed ->
        refuse(
            RequestCode.INVALID_PARAMETER, "body: not gzip (expected: what Content-Encoding says)");
      case UsageUnavailableException unavailable -> unavailable(unavailable);
      case R2dbcException ledgerAway -> unavailable(ledgerAway);
      case DataAccessResourceFailureException ledgerAway -> unavailable(ledgerAway);
      case TransientDataAccessException ledgerSlow -> unavailable(ledgerSlow);
      case TimeoutException tooSlow -> unavailable(tooSlow);
      default -> {
        LOG.error("A push failed", error);
        yield refuse(RequestCode.INTERNAL_ERROR, "Send the same records again later.");
      }
    };
  }

  private static Mono<ServerResponse> unavailable(Throwable error) {
    noteTurnedAway(error);
    return unavailable();
  }

  /** One line a second at most: under overload there are thousands, and each costs a push's work. */
  private static void noteTurnedAway(Throwable error) {
    var now = System.nanoTime();
    var last = LAST_NOTED_NANOS.get();
    if (now - last >= NOTED_EVERY.toNanos() && LAST_NOTED_NANOS.compareAndSet(last, now)) {
      LOG.warn("A push was turned away: {}", error.toString());
    } else {
      LOG.debug("A push was turned away: {}", error.toString());
    }
  }

  /** Nothing was done for the push, and nothing is logged: requests by status are counted. */
  static Mono<ServerResponse> congested() {
    return unavailable();
  }

  private static Mono<ServerResponse> unavailable() {
    return ServerResponse.status(HttpStatus.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, Long.toString(RETRY_AFTER.toSeconds()))
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(JSON.writeValueAsBytes(PushReply.of(
            RequestCode.INTERNAL_ERROR,
            "Usage cannot be stored right now; send the same records again.")));
  }

  private static Mono<ServerResponse> write(int status, PushReply reply) {
    return ServerResponse.status(status)
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(JSON.writeValueAsBytes(reply));
  }
}
