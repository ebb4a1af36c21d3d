package io.tollgate.metering.settlement.postgres;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.row.Columns;
import io.tollgate.metering.settlement.SoldItem;
import io.tollgate.metering.settlement.WaitingTransaction;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.settlement.Attribution;
import io.tollgate.rules.settlement.BillingFacts;
import io.tollgate.rules.settlement.Category;
import io.tollgate.rules.settlement.LineKind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Currency;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Transactions with all that decides on their billing, as rows. */
final class TransactionRows {

  /**
   * An order takes effect when it says so, or else when the first of its instances opens. One that
   * was given back waits for neither that nor a service: sale and refund come to nothing together.
   */
  static final String SELECT = """
      SELECT t.transaction_no, t.kind, v.isv_id, o.order_id, i.instance_id,
             coalesce(i.order_line_id, l.order_line_id) AS order_line_id,
             coalesce(b.product_id, l.product_ids[1]) AS product_id,
             CASE WHEN t.instance_no IS NULL THEN NULL ELSE t.units END AS units,
             t.amount, t.currency, t.month, e.effective_at, o.accepted_at,
             o.order_type = 'TRIAL' AS is_trial, p.category,
             p.supervised AND o.state <> 'REFUNDED' AS is_supervised,
             p.platform_fee_percent, t.line, s.statement_id,
             c.type = 'CREDIT' AND NOT EXISTS (
               SELECT FROM repayment r
                WHERE r.customer_no = c.customer_no
                  AND r.month = coalesce(
                    t.month, date_trunc('month', e.effective_at AT TIME ZONE :zone)::date))
               AS is_credit_unpaid
        FROM transaction_detail t
        JOIN isv v ON v.isv_no = t.isv_no
        JOIN marketplace_order o ON o.order_no = t.order_no
        JOIN product p ON p.product_no = o.product_no
        JOIN customer c ON c.customer_no = o.customer_no
        LEFT JOIN statement s ON s.statement_no = t.statement_no
        LEFT JOIN instance i ON i.instance_no = t.instance_no
        LEFT JOIN billing_item b ON b.item_no = i.item_no
        LEFT JOIN LATERAL (
          SELECT order_line_id, product_ids FROM order_line
           WHERE order_no = t.order_no ORDER BY order_line_id LIMIT 1) l ON true
        CROSS JOIN LATERAL (
          SELECT CASE o.state
                   WHEN 'REFUNDED' THEN least(
                     coalesce(o.effective_at, min(activated_at)),
                     (SELECT min(occurred_at) FROM journal_entry
                       WHERE kind = 'REFUND' AND reference = o.order_id))
                   ELSE coalesce(o.effective_at, min(activated_at)) END AS effective_at
            FROM instance WHERE order_no = t.order_no) e
      """;

  private TransactionRows() {}

  /** The transaction of a row of {@link #SELECT}, billed or not. */
  static WaitingTransaction transaction(Readable row, ZoneId zone, Instant now) {
    var effectiveAt = Optional.ofNullable(row.get("effective_at", Instant.class));
    var month = month(row, effectiveAt, zone);
    return new WaitingTransaction(
        Columns.number(row, "transaction_no"),
        item(row, month),
        new BillingFacts(
            Columns.value(row, "is_trial", Boolean.class),
            Columns.value(row, "is_supervised", Boolean.class),
            Optional.ofNullable(row.get("accepted_at", Instant.class)),
            Columns.value(row, "is_credit_unpaid", Boolean.class),
            effectiveAt,
            month == null ? Attribution.month(now, zone) : month),
        Category.valueOf(Columns.text(row, "category")),
        Columns.decimal(row, "platform_fee_percent"));
  }

  private static @Nullable YearMonth month(
      Readable row, Optional<Instant> effectiveAt, ZoneId zone) {
    var month = row.get("month", LocalDate.class);
    return month != null
        ? YearMonth.from(month)
        : effectiveAt.map(instant -> Attribution.month(instant, zone)).orElse(null);
  }

  private static SoldItem item(Readable row, @Nullable YearMonth month) {
    return new SoldItem(
        LineKind.valueOf(Columns.text(row, "kind")),
        Columns.text(row, "order_id"),
        row.get("order_line_id", String.class),
        row.get("instance_id", String.class),
        row.get("product_id", String.class),
        row.get("units", BigDecimal.class),
        new Money(
            Columns.decimal(row, "amount"), Currency.getInstance(Columns.text(row, "currency"))),
        month);
  }
}
