package io.tollgate.gateway.billing;

import io.tollgate.rules.quantity.Quantity;
import java.math.BigDecimal;

/** Decimals travel as text: plain, exact, without zeros at the end. */
final class DecimalText {

  private DecimalText() {}

  static String of(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }

  /** A sum of quantities, which may pass what a single one can be. */
  static String ofUnits(BigDecimal units) {
    return of(units.movePointLeft(Quantity.DECIMALS));
  }
}
