package io.tollgate.metering.secondopinion;

import static java.math.BigDecimal.ZERO;

import io.tollgate.metering.secondopinion.Goods.Item;
import java.math.BigDecimal;

/** What on demand usage costs, tier by tier. */
final class NaivePrice {

  private NaivePrice() {}

  /** What {@code quantity} costs in a month that has come to {@code before}. */
  static BigDecimal of(Item item, BigDecimal before, BigDecimal quantity) {
    return switch (item.model()) {
      case "PER_UNIT" -> quantity.multiply(item.tiers().getFirst().price()).divide(item.per());
      case "GRADUATED" -> graduated(item, before.add(quantity)).subtract(graduated(item, before));
      default -> quantity.multiply(tierPrice(item, before.add(quantity)));
    };
  }

  /** What a month of {@code quantity} costs as a whole. */
  static BigDecimal ofMonth(Item item, BigDecimal quantity) {
    return of(item, ZERO, quantity);
  }

  private static BigDecimal graduated(Item item, BigDecimal quantity) {
    var sum = ZERO;
    var from = ZERO;
    for (var tier : item.tiers()) {
      var upTo = tier.upTo();
      var until = upTo == null ? quantity : quantity.min(upTo);
      if (until.compareTo(from) > 0) {
        sum = sum.add(until.subtract(from).multiply(tier.price()));
        from = until;
      }
    }
    return sum;
  }

  private static BigDecimal tierPrice(Item item, BigDecimal total) {
    for (var tier : item.tiers()) {
      var upTo = tier.upTo();
      if (upTo == null || total.compareTo(upTo) <= 0) {
        return tier.price();
      }
    }
    throw new IllegalStateException("the last tier has no end");
  }
}
