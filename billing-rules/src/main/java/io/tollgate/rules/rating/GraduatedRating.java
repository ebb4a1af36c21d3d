package io.tollgate.rules.rating;

import io.tollgate.rules.catalogue.GraduatedPrice;
import io.tollgate.rules.catalogue.Tier;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.quantity.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;

/** Each unit at the price of the tier it falls into, counted on from where the month stands. */
final class GraduatedRating {

  private GraduatedRating() {}

  static Rated rate(GraduatedPrice price, long monthUnits, long units) {
    var until = Math.addExact(monthUnits, units);
    var lines = new ArrayList<RatedLine>(2);
    var sum = BigDecimal.ZERO;
    for (var tier : price.tiers().list()) {
      var unitsInTier = unitsWithin(tier, monthUnits, until);
      if (unitsInTier > 0) {
        var line = line(tier, unitsInTier, price.currency());
        lines.add(line);
        sum = sum.add(line.amount().amount());
      }
    }
    return new Rated(new Money(sum, price.currency()), lines);
  }

  private static long unitsWithin(Tier tier, long from, long until) {
    return Math.min(until, tier.upToUnits()) - Math.max(from, tier.fromUnits());
  }

  static RatedLine line(Tier tier, long units, Currency currency) {
    var quantity = new Quantity(units);
    var amount = new Money(quantity.toBigDecimal().multiply(tier.unitPrice()), currency);
    return new RatedLine(quantity, tier.unitPrice(), Quantity.ONE, amount);
  }
}
