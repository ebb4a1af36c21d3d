package io.tollgate.rules.order;

import io.tollgate.rules.catalogue.OnDemandSku;
import io.tollgate.rules.catalogue.OneTimeSku;
import io.tollgate.rules.catalogue.PackageSku;
import io.tollgate.rules.catalogue.PeriodSku;
import io.tollgate.rules.catalogue.Sku;
import io.tollgate.rules.money.Money;
import java.time.Duration;
import java.time.Instant;

/**
 * What is given back of a price that was paid: always all or nothing, so that no refund has to be
 * rounded. An order that the ISV never fulfilled is given back in full (contract 5.7).
 */
public final class Refund {

  /** A subscription can be returned without a reason this long after its activation. */
  public static final Duration RETURN_WINDOW = Duration.ofDays(5);

  private Refund() {}

  /**
   * What of one order's price comes back when the customer unsubscribes. A subscription is returned
   * in full, renewals included, within five days of its activation; after that, a renewal whose time
   * has not begun. Pay per use, packages and one-time products are not returned (koogallery.md
   * section 10).
   *
   * @param effectiveAt from when on the order gave service: the activation, or where a renewal
   *     begins
   * @param activatedAt when the subscription was activated
   */
  public static Money onUnsubscribe(
      Sku sku, Money paid, Instant effectiveAt, Instant activatedAt, Instant now) {
    return switch (sku) {
      case PeriodSku _ -> isReturned(effectiveAt, activatedAt, now) ? paid : paid.times(0);
      case OnDemandSku _, PackageSku _, OneTimeSku _ -> paid.times(0);
    };
  }

  private static boolean isReturned(Instant effectiveAt, Instant activatedAt, Instant now) {
    return now.isBefore(effectiveAt) || now.isBefore(activatedAt.plus(RETURN_WINDOW));
  }
}
