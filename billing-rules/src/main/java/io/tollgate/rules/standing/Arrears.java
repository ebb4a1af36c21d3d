package io.tollgate.rules.standing;

import io.tollgate.rules.money.Money;
import io.tollgate.rules.standing.Standing.Good;
import io.tollgate.rules.standing.Standing.Grace;
import io.tollgate.rules.standing.Standing.Retention;
import io.tollgate.rules.standing.StandingEffect.AnnounceArrears;
import io.tollgate.rules.standing.StandingEffect.AnnounceRecovered;
import io.tollgate.rules.standing.StandingEffect.FreezeAll;
import io.tollgate.rules.standing.StandingEffect.LiftAll;
import io.tollgate.rules.standing.StandingEffect.LookAgain;
import io.tollgate.rules.standing.StandingEffect.ReleaseAll;
import io.tollgate.rules.standing.StandingEffect.StopLooking;
import java.time.Instant;
import java.util.List;

/**
 * From good standing over grace and retention to the release of what a customer uses, and back
 * (contract 5.6).
 *
 * <pre>
 *        below zero          grace over            retention over
 * GOOD ─────────────▶ GRACE ────────────▶ RETENTION ─────────────▶ all released
 *   ▲  ─────────────────┼──(no grace)────────▶ │
 *   └───────────────────┴──────────────────────┘ zero or more
 * </pre>
 *
 * <p>Everything is counted from the collection that made the balance negative; further debits do
 * not prolong it. Paying in brings back good standing only when the balance is zero or more again.
 */
public final class Arrears {

  private Arrears() {}

  /**
   * The customer's balance has moved at {@code at}.
   *
   * @param terms those of the customer's level for pay per use
   */
  public static StandingChange balanceMoved(
      Standing standing, CustomerType type, Money balance, Instant at, Terms terms) {
    if (!balance.isNegative()) {
      return covered(standing);
    }
    return standing instanceof Good && type == CustomerType.PREPAID
        ? fallenBehind(at, terms)
        : StandingChange.none(standing);
  }

  /**
   * A month of a credit customer was billed at {@code at} and is not repaid: from here on a balance
   * below zero counts as it does for a prepaid customer.
   */
  public static StandingChange monthBilled(
      Standing standing, Money balance, Instant at, Terms terms) {
    return standing instanceof Good && balance.isNegative()
        ? fallenBehind(at, terms)
        : StandingChange.none(standing);
  }

  /** A credit customer has repaid all that was billed: it owes nothing, whatever it used since. */
  public static StandingChange monthsRepaid(Standing standing) {
    return covered(standing);
  }

  /**
   * Time has come to {@code now}, and nothing was paid in.
   *
   * @param terms those of the customer's level for pay per use
   */
  public static StandingChange timeReached(Standing standing, Instant now, Terms terms) {
    return switch (standing) {
      case Good _ -> StandingChange.none(standing);
      case Grace grace ->
        now.isBefore(grace.endsAt())
            ? StandingChange.none(grace)
            : new StandingChange(
                retention(grace.since(), grace.endsAt(), terms),
                frozenUntil(grace.endsAt().plus(terms.retention())));
      case Retention retention ->
        now.isBefore(retention.endsAt())
            ? StandingChange.none(retention)
            : new StandingChange(retention, List.of(new ReleaseAll()));
    };
  }

  private static StandingChange fallenBehind(Instant at, Terms terms) {
    var graceEndsAt = at.plus(terms.grace());
    if (terms.grace().isZero()) {
      var releaseAt = at.plus(terms.retention());
      return new StandingChange(
          retention(at, at, terms),
          List.of(new AnnounceArrears(), new FreezeAll(releaseAt), new LookAgain(releaseAt)));
    }
    return new StandingChange(
        new Grace(at, graceEndsAt), List.of(new AnnounceArrears(), new LookAgain(graceEndsAt)));
  }

  private static Retention retention(Instant since, Instant frozenAt, Terms terms) {
    return new Retention(since, frozenAt.plus(terms.retention()));
  }

  private static List<StandingEffect> frozenUntil(Instant releaseAt) {
    return List.of(new FreezeAll(releaseAt), new LookAgain(releaseAt));
  }

  private static StandingChange covered(Standing standing) {
    return switch (standing) {
      case Good _ -> StandingChange.none(standing);
      case Grace _ ->
        new StandingChange(new Good(), List.of(new StopLooking(), new AnnounceRecovered()));
      case Retention _ ->
        new StandingChange(
            new Good(), List.of(new StopLooking(), new LiftAll(), new AnnounceRecovered()));
    };
  }
}
