package io.tollgate.gateway.isv.license;

import io.tollgate.gateway.isv.authentication.CallingIsv;
import io.tollgate.gateway.isv.authentication.Refusals;
import io.tollgate.gateway.isv.license.LicenseRequest.InvalidException;
import io.tollgate.gateway.isv.license.LicenseRequest.NotReadableException;
import io.tollgate.gateway.problem.Problems;
import io.tollgate.gateway.protocol.codes.LicenseCode;
import io.tollgate.gateway.protocol.codes.ProtocolCode;
import io.tollgate.gateway.protocol.codes.RequestCode;
import io.tollgate.metering.license.LicenseOutcome;
import io.tollgate.metering.license.LicenseOutcome.BeforeOrder;
import io.tollgate.metering.license.LicenseOutcome.Done;
import io.tollgate.metering.license.LicenseOutcome.NotActivated;
import io.tollgate.metering.license.LicenseOutcome.NotReceived;
import io.tollgate.metering.license.LicenseOutcome.Unknown;
import io.tollgate.metering.license.LicenseOutcome.WrongState;
import io.tollgate.metering.license.Licenses;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Activation and heartbeat of licences. A single call has the code of its fault; a batch is refused
 * as a whole, with one code for whatever is wrong with any of its licences.
 */
@Component
class LicenseCalls implements Refusals {

  private static final Logger log = LoggerFactory.getLogger(LicenseCalls.class);
  private static final String TRY_AGAIN = "nothing was changed; try again later";

  private final Licenses licenses;
  private final JsonMapper json;

  LicenseCalls(Licenses licenses, JsonMapper json) {
    this.licenses = licenses;
    this.json = json;
  }

  Mono<ServerResponse> activate(ServerRequest request) {
    return answer(
        request,
        LicenseRequest::single,
        (isvNo, body) -> licenses
            .activate(isvNo, body.activations())
            .flatMap(outcome -> outcome instanceof Done done
                ? success(LicenseReply.activated(done.licenses().getFirst()))
                : refused(outcome)));
  }

  Mono<ServerResponse> activateBatch(ServerRequest request) {
    return answer(
        request,
        LicenseRequest::batch,
        (isvNo, body) -> licenses
            .activate(isvNo, body.activations())
            .flatMap(outcome -> outcome instanceof Done
                ? success(LicenseReply.success(null))
                : batchRefused(outcome)));
  }

  Mono<ServerResponse> beat(ServerRequest request) {
    return answer(
        request,
        LicenseRequest::single,
        (isvNo, body) -> licenses
            .beat(isvNo, body.codes(), body.use())
            .flatMap(outcome -> outcome instanceof Done done
                ? success(LicenseReply.alive(done.licenses().getFirst()))
                : refused(outcome)));
  }

  Mono<ServerResponse> beatBatch(ServerRequest request) {
    return answer(
        request,
        LicenseRequest::batch,
        (isvNo, body) -> licenses
            .beat(isvNo, body.codes(), body.use())
            .flatMap(outcome -> outcome instanceof Done done
                ? success(LicenseReply.alive(done.licenses()))
                : batchRefused(outcome)));
  }

  private static Mono<ServerResponse> answer(
      ServerRequest request, Function<byte[], LicenseRequest> form, Call call) {
    if (!request.method().equals(HttpMethod.POST)) {
      return refuse(LicenseCode.METHOD_NOT_SUPPORTED, request.method() + " (expected: POST)");
    }
    if (!isJson(request)) {
      return refuse(
          LicenseCode.CONTENT_TYPE_NOT_SUPPORTED,
          "Content-Type: another or none (expected: application/json)");
    }
    var isvNo = CallingIsv.of(request.exchange()).isvNo();
    return request
        .bodyToMono(byte[].class)
        .defaultIfEmpty(new byte[0])
        .map(form)
        .flatMap(body -> call.answer(isvNo, body))
        .onErrorResume(LicenseCalls::failed);
  }

  private static boolean isJson(ServerRequest request) {
    try {
      return request
          .headers()
          .contentType()
          .filter(type -> type.isCompatibleWith(MediaType.APPLICATION_JSON))
          .isPresent();
    } catch (RuntimeException notAMediaType) {
      return false;
    }
  }

  private static Mono<ServerResponse> refused(LicenseOutcome outcome) {
    return switch (outcome) {
      case Done done -> success(LicenseReply.success(null));
      case Unknown(var code) ->
        refuse(LicenseCode.NOT_FOUND, code + " (expected: a code of one of your licences)");
      case NotReceived(var code) ->
        refuse(LicenseCode.NOT_RECEIVED, code + " (expected: a code that was delivered)");
      case WrongState(var code, var state) ->
        refuse(LicenseCode.ILLEGAL_STATE, code + " is " + state + " (expected: ISSUED)");
      case BeforeOrder(var code) ->
        refuse(
            LicenseCode.INVALID_PARAM,
            "real_effect_time: before the order of " + code + " (expected: not before it)");
      case NotActivated(var code) ->
        refuse(LicenseCode.NOT_ACTIVATED, code + " (expected: an activated licence)");
    };
  }

  private static Mono<ServerResponse> batchRefused(LicenseOutcome outcome) {
    var detail = switch (outcome) {
      case Done done -> "none";
      case Unknown(var code) -> code + " does not exist";
      case NotReceived(var code) -> code + " was not delivered yet";
      case WrongState(var code, var state) -> code + " is " + state;
      case BeforeOrder(var code) -> code + " took effect before its order";
      case NotActivated(var code) -> code + " is not activated";
    };
    return refuse(LicenseCode.INVALID_LICENSE_IN_BATCH, detail + "; nothing was changed");
  }

  private static Mono<ServerResponse> failed(Throwable failure) {
    return switch (failure) {
      case NotReadableException notReadable ->
        refuse(LicenseCode.BODY_NOT_READABLE, "expected: a JSON object");
      case InvalidException invalid ->
        refuse(LicenseCode.REQUEST_INVALID, String.valueOf(invalid.getMessage()));
      default -> fault(failure);
    };
  }

  private static Mono<ServerResponse> fault(Throwable failure) {
    var retryAfter = new Problems().of(failure).retryAfter();
    var reply = LicenseReply.refusal(
        LicenseCode.INTERNAL_ERROR.code(), LicenseCode.INTERNAL_ERROR.message(), TRY_AGAIN);
    if (retryAfter == null) {
      log.error("A licence call failed", failure);
      return write(LicenseCode.INTERNAL_ERROR.httpStatus(), reply);
    }
    return ServerResponse.status(HttpStatus.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, String.valueOf(retryAfter.toSeconds()))
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(reply);
  }

  private static Mono<ServerResponse> refuse(LicenseCode code, String detail) {
    return write(code.httpStatus(), LicenseReply.refusal(code.code(), code.message(), detail));
  }

  private static Mono<ServerResponse> success(LicenseReply reply) {
    return write(HttpStatus.OK.value(), reply);
  }

  private static Mono<ServerResponse> write(int status, LicenseReply reply) {
    return ServerResponse.status(status).contentType(MediaType.APPLICATION_JSON).bodyValue(reply);
  }

  @Override
  public boolean speaksFor(String path) {
    return LicenseRoutes.PATHS.contains(path);
  }

  @Override
  public boolean servesSuspended() {
    return false;
  }

  @Override
  public Mono<Void> refuse(ServerWebExchange exchange, RequestCode code, String detail) {
    return refuse(exchange, HttpStatus.valueOf(code.httpStatus()), code, detail);
  }

  @Override
  public Mono<Void> unavailable(ServerWebExchange exchange, Duration retryAfter) {
    var seconds = String.valueOf(retryAfter.toSeconds());
    exchange.getResponse().getHeaders().set(HttpHeaders.RETRY_AFTER, seconds);
    return refuse(exchange, HttpStatus.SERVICE_UNAVAILABLE, LicenseCode.INTERNAL_ERROR, TRY_AGAIN);
  }

  private Mono<Void> refuse(
      ServerWebExchange exchange, HttpStatus status, ProtocolCode code, String detail) {
    var response = exchange.getResponse();
    response.setStatusCode(status);
    response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
    var body = json.writeValueAsBytes(LicenseReply.refusal(code.code(), code.message(), detail));
    return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
  }

  @Override
  public Mono<Void> slowDown(ServerWebExchange exchange, Duration retryAfter) {
    var seconds = Math.max(1, retryAfter.toSeconds());
    exchange.getResponse().getHeaders().set(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
    return refuse(exchange, RequestCode.FREQUENCY_OVERLIMIT, "try again in " + seconds + " s");
  }

  /** What a call does with its body, once that is read. */
  private interface Call {
    Mono<ServerResponse> answer(int isvNo, LicenseRequest body);
  }
}
