package io.tollgate.rules.settlement;

import io.tollgate.rules.money.Money;
import java.math.BigDecimal;

/** What the platform keeps of a sale (平台费, koogallery.md section 11). */
public final class PlatformFee {

  private PlatformFee() {}

  /**
   * The fee on {@code amount}, exact: the product's rate of the amount for general products,
   * nothing for co-sell. Negative on a refund, so that a sale given back costs no fee.
   *
   * @param percent the rate the product was released with, from 0 to 100
   */
  public static Money of(Category category, BigDecimal percent, Money amount) {
    if (percent.signum() < 0 || percent.compareTo(BigDecimal.valueOf(100)) > 0) {
      throw new IllegalArgumentException("percent: " + percent + " (expected: 0 to 100)");
    }
    return switch (category) {
      case GENERAL -> amount.percent(percent);
      case CO_SELL -> amount.times(0);
    };
  }
}
