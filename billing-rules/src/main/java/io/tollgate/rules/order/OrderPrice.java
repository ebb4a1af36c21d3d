package io.tollgate.rules.order;

import io.tollgate.rules.catalogue.OnDemandSku;
import io.tollgate.rules.catalogue.OneTimeSku;
import io.tollgate.rules.catalogue.PackageSku;
import io.tollgate.rules.catalogue.PeriodSku;
import io.tollgate.rules.catalogue.Sku;
import io.tollgate.rules.money.Money;

/** What an order costs when it is placed. */
public final class OrderPrice {

  private OrderPrice() {}

  /**
   * The price of {@code quantity} for {@code periods}: pay per use is opened for free, packages and
   * periods are paid in advance for all periods, a one-time product knows no periods.
   *
   * @param quantity at least 1
   * @param periods at least 1
   */
  public static Money of(Sku sku, int quantity, int periods) {
    requireAtLeastOne("quantity", quantity);
    requireAtLeastOne("periods", periods);
    return switch (sku) {
      case OnDemandSku onDemand ->
        Money.zero(onDemand.items().getFirst().price().currency());
      case PackageSku sold -> sold.price().times(quantity).times(periods);
      case PeriodSku sold -> sold.price().times(quantity).times(periods);
      case OneTimeSku sold -> sold.price().times(quantity);
    };
  }

  /** A trial costs nothing. */
  public static Money ofTrial(Sku sku) {
    return of(sku, 1, 1).times(0);
  }

  /**
   * A change of a subscription to another specification or quantity costs the difference for all
   * periods bought, and gives nothing back where the other is cheaper.
   */
  public static Money ofChange(
      PeriodSku from, int quantityBefore, PeriodSku to, int quantityAfter, int periods) {
    var difference = of(to, quantityAfter, periods).minus(of(from, quantityBefore, periods));
    return difference.isNegative() ? difference.times(0) : difference;
  }

  private static void requireAtLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: at least 1)");
    }
  }
}
