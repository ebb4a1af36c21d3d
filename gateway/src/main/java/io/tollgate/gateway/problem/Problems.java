package io.tollgate.gateway.problem;

import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTransientException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.support.WebExchangeBindException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;

/** Sorts what can go wrong on a request into problems, in one place. */
public final class Problems {

  static final String INTERNAL = "internal";

  private static final List<Class<? extends Throwable>> STORE_AWAY = List.of(
      TransientDataAccessException.class,
      NonTransientDataAccessResourceException.class,
      CannotCreateTransactionException.class,
      R2dbcTransientException.class,
      R2dbcNonTransientResourceException.class,
      TimeoutException.class,
      ConnectException.class,
      ClosedChannelException.class);

  /** Character not in repertoire, untranslatable character. */
  private static final List<@Nullable String> UNSTORABLE = List.of("22021", "22P05");

  private static final Duration STORE_RETRY = Duration.ofSeconds(1);

  /** What the caller is told about {@code failure}. Never what only we should know. */
  public Problem of(Throwable failure) {
    return switch (failure) {
      case ProblemException known -> known.problem();
      case WebExchangeBindException invalid -> InputFaults.of(invalid);
      case HandlerMethodValidationException invalid -> InputFaults.of(invalid);
      case UnsupportedMediaTypeStatusException unsupported -> unsupportedMediaType(unsupported);
      case MethodNotAllowedException refused -> methodNotAllowed(refused);
      case NotAcceptableStatusException refused -> notAcceptable(refused);
      case ServerWebInputException unreadable -> InputFaults.of(unreadable);
      case DataBufferLimitException tooLarge -> tooLarge();
      case ResponseStatusException status -> byStatus(status);
      default -> ofStore(failure);
    };
  }

  static Problem tooLarge() {
    return Problem.of(
        HttpStatus.CONTENT_TOO_LARGE,
        "too-large",
        "The body is too large",
        "body: over 1 MiB (expected: at most 1,048,576 bytes); send it in several requests");
  }

  private static Problem ofStore(Throwable failure) {
    if (isStoreAway(failure)) {
      return Problem.unavailable("A store cannot be reached; nothing was changed", STORE_RETRY);
    }
    if (isUnstorableText(failure)) {
      return Problem.invalid(
          "", "a text holds a character that cannot be stored (expected: no NUL)");
    }
    if (failure instanceof DataIntegrityViolationException) {
      return Problem.conflict("Another request has changed the same thing; read it and try again");
    }
    return Problem.of(
        HttpStatus.INTERNAL_SERVER_ERROR,
        INTERNAL,
        "We made a mistake",
        "The request failed for a reason of ours; it is in our log");
  }

  private static boolean isStoreAway(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (isInstanceOfAny(cause)
          || (cause instanceof R2dbcException fault && isShuttingDown(fault))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isInstanceOfAny(Throwable cause) {
    return STORE_AWAY.stream().anyMatch(kind -> kind.isInstance(cause));
  }

  /** PostgreSQL keeps every character but U+0000. */
  private static boolean isUnstorableText(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof R2dbcException fault && UNSTORABLE.contains(fault.getSqlState())) {
        return true;
      }
    }
    return false;
  }

  /** Class 57 is an operator's intervention, 53 a lack of resources, 08 a connection. */
  private static boolean isShuttingDown(R2dbcException failure) {
    var state = failure.getSqlState();
    return state != null
        && (state.startsWith("57P") || state.startsWith("53") || state.startsWith("08"));
  }

  private static Problem unsupportedMediaType(UnsupportedMediaTypeStatusException unsupported) {
    return Problem.of(
        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
        "unsupported-media-type",
        "The body's type is not supported",
        "Content-Type: " + unsupported.getContentType() + " (expected: application/json)");
  }

  private static Problem methodNotAllowed(MethodNotAllowedException refused) {
    var allowed = refused.getSupportedMethods().stream()
        .map(Object::toString)
        .sorted()
        .collect(Collectors.joining(", "));
    return Problem.of(
        HttpStatus.METHOD_NOT_ALLOWED,
        "method-not-allowed",
        "The method is not allowed here",
        "method: " + refused.getHttpMethod() + " (expected: " + allowed + ")");
  }

  private static Problem notAcceptable(NotAcceptableStatusException refused) {
    return Problem.of(
        HttpStatus.NOT_ACCEPTABLE,
        "not-acceptable",
        "The answer is not available in this type",
        "Accept (expected: " + refused.getSupportedMediaTypes() + ")");
  }

  private static Problem byStatus(ResponseStatusException failure) {
    var status = HttpStatus.resolve(failure.getStatusCode().value());
    if (status == HttpStatus.NOT_FOUND) {
      return Problem.of(
          HttpStatus.NOT_FOUND,
          "not-found",
          "There is no such thing",
          "path (expected: one that the contract names)");
    }
    if (status == HttpStatus.CONTENT_TOO_LARGE) {
      return tooLarge();
    }
    if (status != null && status.is4xxClientError()) {
      var reason = failure.getReason();
      var name = status.getReasonPhrase().toLowerCase(java.util.Locale.ROOT).replace(' ', '-');
      return Problem.of(
          status,
          name,
          status.getReasonPhrase(),
          reason == null ? status.getReasonPhrase() : reason);
    }
    return ofStore(failure);
  }
}
