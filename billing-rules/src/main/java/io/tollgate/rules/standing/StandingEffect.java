package io.tollgate.rules.standing;

import java.time.Instant;

/** What a change of standing asks of the world, for all pay-per-use instances of the customer. */
public sealed interface StandingEffect {

  /** Notify: {@code customer.arrears}. */
  record AnnounceArrears() implements StandingEffect {}

  /** Notify: {@code customer.recovered}. */
  record AnnounceRecovered() implements StandingEffect {}

  /** Look again at {@code at}, with {@link Arrears#timeReached}. */
  record LookAgain(Instant at) implements StandingEffect {}

  /** Forget to look again. */
  record StopLooking() implements StandingEffect {}

  /** Freeze for arrears, to be released at {@code releaseAt}. */
  record FreezeAll(Instant releaseAt) implements StandingEffect {}

  /** Arrears freeze nothing any more. */
  record LiftAll() implements StandingEffect {}

  /** Release for arrears. */
  record ReleaseAll() implements StandingEffect {}
}
