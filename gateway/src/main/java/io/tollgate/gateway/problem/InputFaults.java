package io.tollgate.gateway.problem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.support.WebExchangeBindException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.server.MissingRequestValueException;
import org.springframework.web.server.ServerWebInputException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Says what is wrong with a request's input, and where. */
final class InputFaults {

  private static final int SHOWN_VALUE_LENGTH = 100;

  private InputFaults() {}

  static Problem of(WebExchangeBindException invalid) {
    var faults = new ArrayList<FieldFault>();
    for (var error : invalid.getFieldErrors()) {
      faults.add(new FieldFault(
          pointerOf(error.getField()),
          error.getField()
              + ": "
              + shown(error.getRejectedValue())
              + " (expected: "
              + error.getDefaultMessage()
              + ")"));
    }
    for (var error : invalid.getGlobalErrors()) {
      faults.add(new FieldFault("", String.valueOf(error.getDefaultMessage())));
    }
    return Problem.invalid(faults);
  }

  static Problem of(HandlerMethodValidationException invalid) {
    var faults = new ArrayList<FieldFault>();
    for (var result : invalid.getParameterValidationResults()) {
      var name = String.valueOf(result.getMethodParameter().getParameterName());
      for (var error : result.getResolvableErrors()) {
        faults.add(new FieldFault(
            name,
            name
                + ": "
                + shown(result.getArgument())
                + " (expected: "
                + error.getDefaultMessage()
                + ")"));
      }
    }
    return Problem.invalid(faults);
  }

  static Problem of(ServerWebInputException unreadable) {
    if (unreadable instanceof MissingRequestValueException missing) {
      return Problem.invalid(
          missing.getName(), missing.getName() + ": missing (expected: a value)");
    }
    for (@Nullable Throwable cause = unreadable; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case DataBufferLimitException tooLarge -> {
          return Problems.tooLarge();
        }
        case ProblemException known -> {
          return known.problem();
        }
        case JacksonException json -> {
          return of(json);
        }
        case TypeMismatchException mismatch -> {
          return mismatch(unreadable, mismatch);
        }
        case DecodingException unusable
        when unusable.getCause() == null -> {
          return malformed("body: not readable (expected: a JSON object)");
        }
        default -> {
          continue;
        }
      }
    }
    return malformed("body: missing or not readable (expected: a JSON object)");
  }

  private static Problem mismatch(ServerWebInputException input, TypeMismatchException mismatch) {
    var parameter = input.getMethodParameter();
    var name = parameter == null ? null : parameter.getParameterName();
    var pointer = name == null ? "" : name;
    return Problem.invalid(
        pointer,
        pointer + ": " + shown(mismatch.getValue()) + " (expected: " + kind(mismatch) + ")");
  }

  private static String kind(TypeMismatchException mismatch) {
    return mismatch.getRequiredType() == null ? "another type" : kindOf(mismatch.getRequiredType());
  }

  private static Problem of(JacksonException failure) {
    return switch (failure) {
      case UnrecognizedPropertyException unknown -> unknownMember(unknown);
      case StreamConstraintsException tooDeep -> malformed("body: " + tooDeep.getOriginalMessage());
      case StreamReadException malformed -> malformed(where(malformed));
      case InvalidFormatException invalid -> invalidFormat(invalid);
      case ValueInstantiationException refused -> refusedValue(refused);
      case DatabindException mismatch -> wrongType(mismatch);
      default -> malformed("body: not readable (expected: a JSON object)");
    };
  }

  private static Problem unknownMember(UnrecognizedPropertyException unknown) {
    var known = unknown.getKnownPropertyIds() == null
        ? ""
        : unknown.getKnownPropertyIds().stream()
            .map(String::valueOf)
            .sorted()
            .collect(Collectors.joining(", "));
    var detail = unknown.getPropertyName() + ": unknown member (expected: one of " + known + ")";
    return Problem.of(
            HttpStatus.BAD_REQUEST,
            "unknown-member",
            "The body has a member we do not know",
            detail)
        .withErrors(List.of(new FieldFault(pointerOf(unknown.getPath()), detail)));
  }

  private static Problem invalidFormat(InvalidFormatException invalid) {
    var pointer = pointerOf(invalid.getPath());
    var detail = lastOf(pointer)
        + ": "
        + shown(invalid.getValue())
        + " (expected: "
        + kindOf(invalid.getTargetType())
        + ")";
    return Problem.invalid(pointer, detail);
  }

  /** A value whose own constructor refused it says best itself what it expected. */
  private static Problem refusedValue(ValueInstantiationException refused) {
    var cause = refused.getCause();
    var detail = cause instanceof IllegalArgumentException && cause.getMessage() != null
        ? cause.getMessage()
        : "the value is not allowed here";
    return Problem.invalid(pointerOf(refused.getPath()), detail);
  }

  private static Problem wrongType(DatabindException mismatch) {
    var pointer = pointerOf(mismatch.getPath());
    var expected = mismatch instanceof tools.jackson.databind.exc.MismatchedInputException input
            && input.getTargetType() != null
        ? kindOf(input.getTargetType())
        : "another type";
    var name = pointer.isEmpty() ? "body" : lastOf(pointer);
    return Problem.invalid(pointer, name + ": of the wrong type (expected: " + expected + ")");
  }

  private static Problem malformed(String detail) {
    return Problem.of(HttpStatus.BAD_REQUEST, "malformed-body", "The body cannot be read", detail);
  }

  private static String where(StreamReadException malformed) {
    var location = malformed.getLocation();
    var place = location == null
        ? ""
        : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    return "body: not well-formed JSON" + place;
  }

  private static String kindOf(Class<?> type) {
    if (type.isEnum()) {
      return "one of "
          + Arrays.stream(type.getEnumConstants())
              .map(String::valueOf)
              .collect(Collectors.joining(", "));
    }
    if (type == String.class) {
      return "text";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "a number";
    }
    if (java.time.Instant.class == type) {
      return "a time like 2026-01-01T00:00:00Z";
    }
    if (java.util.Collection.class.isAssignableFrom(type) || type.isArray()) {
      return "a list";
    }
    return "an object";
  }

  private static String pointerOf(List<JacksonException.Reference> path) {
    return path.stream()
        .map(step -> step.getPropertyName() == null
            ? String.valueOf(step.getIndex())
            : escaped(step.getPropertyName()))
        .map(step -> "/" + step)
        .collect(Collectors.joining());
  }

  /** {@code items[0].name} as {@code /items/0/name}. */
  private static String pointerOf(String field) {
    return "/" + field.replace("[", ".").replace("]", "").replace('.', '/');
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  private static String lastOf(String pointer) {
    return pointer.isEmpty() ? "body" : pointer.substring(pointer.lastIndexOf('/') + 1);
  }

  private static String shown(@Nullable Object value) {
    if (value == null) {
      return "missing";
    }
    var text = value.toString();
    return text.length() <= SHOWN_VALUE_LENGTH ? text : text.substring(0, SHOWN_VALUE_LENGTH) + "…";
  }
}
