package io.tollgate.rules.settlement;

import io.tollgate.rules.settlement.Billing.Billable;
import io.tollgate.rules.settlement.Billing.Never;
import io.tollgate.rules.settlement.Billing.NotYet;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Decides whether a transaction is on the statement of a month (koogallery.md section 11).
 *
 * <p>A month's statement takes what happened and took effect in that month or before, and was held
 * back until now. The published example: paid on 3 February 2020 and accepted on 15 March 2020, a
 * supervised order is not on February's statement and is on March's, which is made in April.
 */
public final class BillingGate {

  private BillingGate() {}

  /**
   * @param month whose statement is made
   * @param now when it is made
   */
  public static Billing judge(BillingFacts facts, YearMonth month, Instant now, ZoneId zone) {
    if (facts.trial()) {
      return new Never();
    }
    if (facts.supervised() && !isAcceptedWithin(month, facts.acceptedAt(), zone)) {
      return new NotYet(Unbilled.SUPERVISION);
    }
    if (facts.creditUnpaid()) {
      return new NotYet(Unbilled.CREDIT_UNPAID);
    }
    if (!isInEffect(facts.effectiveAt(), now)) {
      return new NotYet(Unbilled.NOT_IN_EFFECT);
    }
    return facts.attributed().isAfter(month) ? new NotYet(Unbilled.BILL_DAY) : new Billable();
  }

  private static boolean isAcceptedWithin(
      YearMonth month, Optional<Instant> acceptedAt, ZoneId zone) {
    return acceptedAt.isPresent() && !Attribution.month(acceptedAt.get(), zone).isAfter(month);
  }

  private static boolean isInEffect(Optional<Instant> effectiveAt, Instant now) {
    return effectiveAt.isPresent() && !effectiveAt.get().isAfter(now);
  }
}
