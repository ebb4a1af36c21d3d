package io.tollgate.metering.account.postgres;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.account.Customer;
import io.tollgate.metering.account.CustomerAccount;
import io.tollgate.metering.row.Columns;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.standing.CustomerLevel;
import io.tollgate.rules.standing.CustomerType;
import java.util.Currency;

/** Reads a customer and its balance from a row. */
final class CustomerRow {

  private CustomerRow() {}

  static CustomerAccount account(Readable row) {
    var currency = Currency.getInstance(Columns.text(row, "currency"));
    var customer = new Customer(
        Columns.integer(row, "customer_no"),
        Columns.text(row, "customer_id"),
        Columns.text(row, "name"),
        CustomerLevel.valueOf(Columns.text(row, "level")),
        CustomerType.valueOf(Columns.text(row, "type")),
        currency,
        StandingRow.read(row).asStanding(),
        Columns.instant(row, "created_at"));
    return new CustomerAccount(customer, new Money(Columns.decimal(row, "balance"), currency));
  }
}
