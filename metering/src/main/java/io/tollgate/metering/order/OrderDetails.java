package io.tollgate.metering.order;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order as its ISV may see it.
 *
 * @param orderType NEW, TRIAL, TRIAL_TO_FORMAL, RENEW, CHANGE or UNSUBSCRIBE
 * @param placedAt when it was placed, not when it took effect
 */
public record OrderDetails(
    String orderId, String orderType, Instant placedAt, Buyer buyer, List<Line> lines) {

  public OrderDetails {
    lines = List.copyOf(lines);
  }

  /** Who bought. */
  public record Buyer(String customerId, String name) {}

  /**
   * One specification bought.
   *
   * @param chargingMode ON_DEMAND, ONE_TIME, PERIOD or ON_DEMAND_PKG
   * @param periodType day, month or year; null where no period is sold
   * @param periodNumber null where no period is sold
   * @param expireTime of what was bought; null while unknown or without end
   * @param amount of the line, before and after discount alike, for no discount is given
   */
  public record Line(
      String orderLineId,
      String chargingMode,
      @Nullable String periodType,
      @Nullable Integer periodNumber,
      @Nullable Instant expireTime,
      BigDecimal amount,
      String currency,
      List<Product> products) {

    public Line {
      products = List.copyOf(products);
    }
  }

  /**
   * One product id of a line: of a pay-per-use specification there is one for each billing item.
   *
   * @param quantity how many were bought
   */
  public record Product(String productId, String skuCode, String name, int quantity) {}
}
