package io.tollgate.rules.rating;

import io.tollgate.rules.catalogue.PerUnitPrice;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.quantity.Quantity;
import java.util.List;

/** Quantity × unit price ÷ per. The catalogue has made sure that the quotient ends. */
final class PerUnitRating {

  private PerUnitRating() {}

  static Rated rate(PerUnitPrice price, long units) {
    var quantity = new Quantity(units);
    var full = quantity.toBigDecimal().multiply(price.unitPrice());
    var amount =
        price.per().equals(Quantity.ONE) ? full : full.divide(price.per().toBigDecimal());
    var money = new Money(amount, price.currency());
    return new Rated(
        money, List.of(new RatedLine(quantity, price.unitPrice(), price.per(), money)));
  }
}
