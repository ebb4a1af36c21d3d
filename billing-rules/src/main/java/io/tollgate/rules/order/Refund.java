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
 * rounded.
 */
public final class Refund {

  /** A subscription can be returned without a reason this long after its activation. */
  public static final Duration RETURN_WINDOW = Duration.ofDays(5);

  private Refund() {}

  /** The ISV never delivered (contract 5.7): all of it. */
  public static Money onFailedCreate(Money paid) {
    return paid;
  }

  /**
   * The customer unsubscribes. A subscription is returned in full within five days of its
   * activation; pay per use, packages and one-time products are not returned (koogallery.md section
   * 10).
   */
  public static Money onUnsubscribe(Sku sku, Money paid, Instant activatedAt, Instant now) {
    return switch (sku) {
      case PeriodSku _ -> now.isBefore(activatedAt.plus(RETURN_WINDOW)) ? paid : paid.times(0);
      case OnDemandSku _, PackageSku _, OneTimeSku _ -> paid.times(0);
    };
  }

  /** A renewal is given back in full while the time it pays for has not begun. */
  public static Money ofRenewal(Money paid, Instant effectiveAt, Instant now) {
    return now.isBefore(effectiveAt) ? paid : paid.times(0);
  }
}
