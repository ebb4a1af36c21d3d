package io.tollgate.rules.scenario;

import io.tollgate.rules.catalogue.GraduatedPrice;
import io.tollgate.rules.catalogue.PerUnitPrice;
import io.tollgate.rules.catalogue.Price;
import io.tollgate.rules.catalogue.Tier;
import io.tollgate.rules.catalogue.Tiers;
import io.tollgate.rules.catalogue.VolumePrice;
import io.tollgate.rules.quantity.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;

/** Prices as scenarios write them, all in yuan. */
final class Prices {

  private static final Currency CNY = Currency.getInstance("CNY");

  private Prices() {}

  /** {@code 0.45 per 1000}, or {@code graduated 1000:0.05 rest:0.04}, or {@code volume …}. */
  static Price read(Words words) {
    if (words.take("graduated")) {
      return new GraduatedPrice(CNY, tiers(words));
    }
    if (words.take("volume")) {
      return new VolumePrice(CNY, tiers(words));
    }
    var unitPrice = words.decimal();
    return new PerUnitPrice(CNY, unitPrice, words.take("per") ? words.quantity() : Quantity.ONE);
  }

  private static Tiers tiers(Words words) {
    var tiers = new ArrayList<Tier>();
    var reached = 0L;
    while (words.hasNext()) {
      var parts = words.next().split(":", 2);
      var upTo =
          parts[0].equals("rest") ? Long.MAX_VALUE : Quantity.of(parts[0]).units();
      tiers.add(new Tier(reached, upTo, new BigDecimal(parts[1])));
      reached = upTo;
    }
    return new Tiers(tiers);
  }
}
