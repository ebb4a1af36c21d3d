package io.tollgate.gateway.billing;

import io.tollgate.metering.settlement.ListedTransaction;
import org.jspecify.annotations.Nullable;

/**
 * A transaction as JSON or CSV.
 *
 * @param lineId of the statement's line; where it is not billed, a name of its own
 * @param month null while an order is not in effect
 */
record TransactionView(
    String lineId,
    String kind,
    @Nullable String orderId,
    @Nullable String orderLineId,
    @Nullable String instanceId,
    @Nullable String productId,
    @Nullable String quantity,
    String amount,
    String currency,
    @Nullable String month,
    String state,
    @Nullable String statementId,
    @Nullable String reason) {

  static final String CSV_HEADER = LineView.CSV_HEADER + ",state,statementId,reason";

  static TransactionView of(ListedTransaction transaction) {
    var item = transaction.item();
    var statementId = transaction.statementId();
    var reason = transaction.reason();
    return new TransactionView(
        statementId == null
            ? "t-" + transaction.transactionNo()
            : LineView.id(statementId, transaction.line()),
        item.kind().name(),
        item.orderId(),
        item.orderLineId(),
        item.instanceId(),
        item.productId(),
        LineView.quantity(item.units()),
        item.amount().plainAmount(),
        item.amount().currency().getCurrencyCode(),
        item.month() == null ? null : BillingMonth.text(item.month()),
        statementId == null ? "UNBILLED" : "BILLED",
        statementId,
        reason == null ? null : reason.name());
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
        .plain(state)
        .text(statementId)
        .plain(reason)
        .toString();
  }
}
