package io.tollgate.metering.collection;

import io.tollgate.rules.money.Money;
import reactor.core.publisher.Flux;

/** Adds up what a closing charges each customer. */
public interface ChargeSums {

  /** The sums of {@code closing}, without zeros, by customer and currency, in a fixed order. */
  Flux<ChargeSum> of(Closing closing);

  /**
   * What one customer owes for a closing.
   *
   * @param isAdjustment whether it is a difference to earlier charges, of either sign, or usage
   */
  record ChargeSum(String customerId, boolean isAdjustment, Money amount) {}
}
