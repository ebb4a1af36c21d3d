package io.tollgate.metering.order;

import io.tollgate.rules.money.Money;
import java.util.List;

/** What became of the wish to order. Only {@link Placed} changed anything. */
public sealed interface OrderOutcome {

  record Placed(String orderId, OrderType orderType, OrderState state, List<Line> lines)
      implements OrderOutcome {

    public Placed {
      lines = List.copyOf(lines);
    }
  }

  /** The customer's balance does not cover the price, or is below zero already. */
  record NotCovered(Money balance, Money price) implements OrderOutcome {}

  /** The present state of things does not allow it. */
  record Conflicting(String detail) implements OrderOutcome {}

  /**
   * It makes no sense.
   *
   * @param pointer the member of the request that makes none
   */
  record Senseless(String pointer, String detail) implements OrderOutcome {}

  /** One line of an order. */
  record Line(String orderLineId, String skuCode, List<String> productIds) {

    public Line {
      productIds = List.copyOf(productIds);
    }
  }
}
