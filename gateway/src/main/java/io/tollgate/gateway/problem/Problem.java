package io.tollgate.gateway.problem;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Why a request was not served, as RFC 9457 wants it said.
 *
 * @param name what kind of problem, in kebab case; stable, the end of the {@code type}
 * @param title the kind in words, the same for every problem of this name
 * @param detail this very case: the value, what was expected, what to do
 * @param errors each single fault of a request that failed validation
 * @param members further members of the answer, by name
 * @param retryAfter when trying again may help; sent as {@code Retry-After}
 */
public record Problem(
    String name,
    HttpStatus status,
    String title,
    String detail,
    List<FieldFault> errors,
    Map<String, Object> members,
    @Nullable Duration retryAfter) {

  private static final String TYPE_PREFIX = "urn:tollgate:problem:";

  public Problem {
    errors = List.copyOf(errors);
    members = Map.copyOf(members);
  }

  /** A problem with neither single faults nor further members. */
  public static Problem of(HttpStatus status, String name, String title, String detail) {
    return new Problem(name, status, title, detail, List.of(), Map.of(), null);
  }

  /** 400: the request cannot be read or lacks something; {@code errors} say where. */
  public static Problem invalid(List<FieldFault> errors) {
    var detail =
        errors.size() == 1 ? errors.getFirst().detail() : errors.size() + " faults: see errors";
    return of(HttpStatus.BAD_REQUEST, "invalid-request", "The request is not valid", detail)
        .withErrors(errors);
  }

  /** 400 for one fault. */
  public static Problem invalid(String pointer, String detail) {
    return invalid(List.of(new FieldFault(pointer, detail)));
  }

  /** 404: {@code what} names the kind of thing, {@code id} the one that was asked for. */
  public static Problem notFound(String what, String id) {
    return of(
        HttpStatus.NOT_FOUND,
        "not-found",
        "There is no such thing",
        what + ": " + id + " (expected: one that exists)");
  }

  /** 409: the request is well-formed, and the present state of things does not allow it. */
  public static Problem conflict(String detail) {
    return of(HttpStatus.CONFLICT, "conflict", "The present state does not allow this", detail);
  }

  /** 422: the request can be read, and what it asks for makes no sense. */
  public static Problem unprocessable(String detail) {
    return of(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "unprocessable",
        "What is asked for makes no sense",
        detail);
  }

  /** 422 with each fault and its place. */
  public static Problem unprocessable(List<FieldFault> errors) {
    var detail =
        errors.size() == 1 ? errors.getFirst().detail() : errors.size() + " faults: see errors";
    return unprocessable(detail).withErrors(errors);
  }

  /** 503: a store is away; nothing was done. */
  public static Problem unavailable(String detail, Duration retryAfter) {
    return of(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", "Not available at the moment", detail)
        .withRetryAfter(retryAfter);
  }

  /** The stable identifier of this kind of problem. */
  public String type() {
    return TYPE_PREFIX + name;
  }

  /** The same with single faults. */
  public Problem withErrors(List<FieldFault> faults) {
    return new Problem(name, status, title, detail, faults, members, retryAfter);
  }

  /** The same with a further member. */
  public Problem with(String member, Object value) {
    var more = new java.util.LinkedHashMap<>(members);
    more.put(member, value);
    return new Problem(name, status, title, detail, errors, more, retryAfter);
  }

  /** The same with a time after which to try again. */
  public Problem withRetryAfter(Duration delay) {
    return new Problem(name, status, title, detail, errors, members, delay);
  }

  /** As a signal that a pipeline can end with. */
  public ProblemException asException() {
    return new ProblemException(this);
  }
}
