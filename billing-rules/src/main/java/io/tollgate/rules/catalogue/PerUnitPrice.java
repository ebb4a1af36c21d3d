package io.tollgate.rules.catalogue;

import io.tollgate.rules.quantity.Quantity;
import java.math.BigDecimal;
import java.util.Currency;

/**
 * Every unit costs the same.
 *
 * <p>{@code unitPrice} for {@code per} units: 0.45 per 1,000 is 0.00045 a unit. Amounts are never
 * rounded, so the quotient must end: 0.05 per 3 has no exact price and is no price.
 *
 * @param unitPrice not negative
 * @param per positive; 1 unless the catalogue says otherwise
 */
public record PerUnitPrice(Currency currency, BigDecimal unitPrice, Quantity per) implements Price {

  public PerUnitPrice {
    if (unitPrice.signum() < 0) {
      throw new IllegalArgumentException("unitPrice: " + unitPrice + " (expected: >= 0)");
    }
    if (!per.isPositive()) {
      throw new IllegalArgumentException("per: " + per + " (expected: > 0)");
    }
    if (!isExact(unitPrice, per)) {
      throw new IllegalArgumentException(
          "unitPrice / per: " + unitPrice + " / " + per + " (expected: a quotient that ends)");
    }
  }

  /** Whether one unit's price can be written down in full. */
  static boolean isExact(BigDecimal unitPrice, Quantity per) {
    try {
      var _ = unitPrice.divide(per.toBigDecimal());
      return true;
    } catch (ArithmeticException e) {
      return false;
    }
  }
}
