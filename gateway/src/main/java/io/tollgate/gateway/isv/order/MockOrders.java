package io.tollgate.gateway.isv.order;

import io.tollgate.metering.order.OrderDetails;
import io.tollgate.metering.order.OrderDetails.Buyer;
import io.tollgate.metering.order.OrderDetails.Line;
import io.tollgate.metering.order.OrderDetails.Product;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The orders that exist for every ISV, so that it can try its order query before anything is sold.
 * Always the same; the protocol's names, with its misspellings.
 */
final class MockOrders {

  private static final Instant PLACED_AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NEXT_DAY = Instant.parse("2026-01-02T15:59:59Z");
  private static final Instant NEXT_MONTH = Instant.parse("2026-02-01T15:59:59Z");
  private static final Instant NEXT_YEAR = Instant.parse("2027-01-01T15:59:59Z");

  private static final Map<String, OrderDetails> ORDERS = Stream.of(
          period("MOCKPERIODYEARNEW", "NEW", "year", NEXT_YEAR),
          order("MOCKONETIMENEW", "NEW", "ONE_TIME", null, null),
          order("MOCKONDEMAND", "NEW", "ON_DEMAND", null, null),
          order("MOCKONDEMANDPKG", "NEW", "ON_DEMAND_PKG", null, NEXT_YEAR),
          period("MOCKPERIODDAYTRIAL", "TRIAL", "day", NEXT_DAY),
          period("MOCKMONTYTRIALTOFORMAL", "TRIAL_TO_FORMAL", "month", NEXT_MONTH),
          period("MOCKMONTYUNSUBSCRIBE", "UNSUBSCRIBE", "month", NEXT_MONTH),
          period("MOCKMONTYRENEW", "RENEW", "month", NEXT_MONTH),
          period("MOCKMONTYCHANGE", "CHANGE", "month", NEXT_MONTH))
      .collect(Collectors.toUnmodifiableMap(OrderDetails::orderId, order -> order));

  private MockOrders() {}

  static Optional<OrderDetails> find(String orderId) {
    return Optional.ofNullable(ORDERS.get(orderId));
  }

  private static OrderDetails period(
      String orderId, String orderType, String periodType, Instant expireTime) {
    return order(orderId, orderType, "PERIOD", periodType, expireTime);
  }

  private static OrderDetails order(
      String orderId,
      String orderType,
      String chargingMode,
      @Nullable String periodType,
      @Nullable Instant expireTime) {
    var line = new Line(
        orderId + "-000001",
        chargingMode,
        periodType,
        periodType == null ? null : 1,
        expireTime,
        new BigDecimal("100.00"),
        "CNY",
        List.of(new Product("MOCKPRODUCTID", "MOCKSKUCODE", "Mock product", 1)));
    return new OrderDetails(
        orderId, orderType, PLACED_AT, new Buyer("MOCKCUSTOMERID", "Mock customer"), List.of(line));
  }
}
