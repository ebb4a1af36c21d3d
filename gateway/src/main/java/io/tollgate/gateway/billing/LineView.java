package io.tollgate.gateway.billing;

import io.tollgate.metering.settlement.ListedLine;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A line of a statement as JSON or CSV. */
record LineView(
    String lineId,
    String kind,
    @Nullable String orderId,
    @Nullable String orderLineId,
    @Nullable String instanceId,
    @Nullable String productId,
    @Nullable String quantity,
    String amount,
    String currency,
    String month) {

  static final String CSV_HEADER =
      "lineId,kind,orderId,orderLineId,instanceId,productId,quantity,amount,currency,month";

  static LineView of(ListedLine line) {
    return new LineView(
        id(line.statementId(), line.line()),
        line.kind(),
        line.orderId(),
        line.orderLineId(),
        line.instanceId(),
        line.productId(),
        quantity(line.units()),
        DecimalText.of(line.amount()),
        line.currency(),
        BillingMonth.text(line.month()));
  }

  static String id(String statementId, int line) {
    return statementId + "-" + line;
  }

  static @Nullable String quantity(@Nullable BigDecimal units) {
    return units == null ? null : DecimalText.ofUnits(units);
  }

  String csv() {
    return new CsvRow()
        .text(lineId)
        .plain(kind)
        .text(orderId)
        .text(orderLineId)
        .text(instanceId)
        .text(productId)
        .plain(quantity)
        .plain(amount)
        .plain(currency)
        .plain(month)
        .toString();
  }
}
