package io.tollgate.rules.rating;

import io.tollgate.rules.money.Money;
import io.tollgate.rules.quantity.Quantity;
import java.math.BigDecimal;

/**
 * Units that cost the same: {@code quantity} × {@code unitPrice} ÷ {@code per} = {@code amount}.
 *
 * @param quantity negative where usage is taken back
 */
public record RatedLine(Quantity quantity, BigDecimal unitPrice, Quantity per, Money amount) {

  @Override
  public String toString() {
    var perText = per.equals(Quantity.ONE) ? "" : " per " + per;
    return quantity + " × " + unitPrice.toPlainString() + perText + " = " + amount;
  }
}
