package io.tollgate.rules.standing;

import java.time.Instant;

/** How a customer stands with its payments. */
public sealed interface Standing {

  /** Nothing is owed that is due. */
  record Good() implements Standing {}

  /** In arrears; service goes on until {@code endsAt}. */
  record Grace(Instant since, Instant endsAt) implements Standing {}

  /**
   * Still in arrears; all pay-per-use instances are frozen, and released from {@code endsAt} on.
   * The standing stays after the release: what is owed is owed.
   */
  record Retention(Instant since, Instant endsAt) implements Standing {}
}
