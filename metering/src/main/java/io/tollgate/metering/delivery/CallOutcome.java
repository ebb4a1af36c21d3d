package io.tollgate.metering.delivery;

import org.jspecify.annotations.Nullable;

/** What one call came to. */
public sealed interface CallOutcome {

  /** The ISV did it ({@code 000000}). */
  record Done(Exchange exchange, @Nullable String instanceId) implements CallOutcome {}

  /** The ISV is at it ({@code 000004}) and is to be asked again. */
  record UnderWay(Exchange exchange, @Nullable String instanceId) implements CallOutcome {}

  /** The ISV answered and said no, or something that is no answer. */
  record Refused(Exchange exchange, String error) implements CallOutcome {}

  /** No answer, or none in time: it may have been done or not. */
  record Unanswered(Exchange exchange, String error) implements CallOutcome {}

  Exchange exchange();

  /**
   * What is kept of an attempt.
   *
   * @param status of HTTP; null where none came
   * @param resultCode null where the reply had none
   * @param reply the beginning of it, without control characters; never more than 1 KiB
   */
  record Exchange(
      @Nullable Integer status,
      @Nullable String resultCode,
      int tookMillis,
      @Nullable String reply) {}
}
