package io.tollgate.rules.catalogue;

import io.tollgate.rules.money.Money;
import java.time.Period;
import java.util.List;

/**
 * A subscription for a time (包周期), renewed or left to expire.
 *
 * @param price of one period
 */
public record PeriodSku(String skuCode, String productId, PeriodType periodType, Money price)
    implements Sku {

  /** How long {@code periods} of it last, in calendar units. */
  public Period length(int periods) {
    return periodType.length().multipliedBy(periods);
  }

  @Override
  public List<String> productIds() {
    return List.of(productId);
  }
}
