package io.tollgate.metering.collection.postgres;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.collection.ChargeSums;
import io.tollgate.metering.collection.Closing;
import io.tollgate.metering.row.Columns;
import io.tollgate.rules.money.Money;
import java.util.Currency;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

@Component
final class PostgresChargeSums implements ChargeSums {

  private static final String SUMS = """
      SELECT c.customer_id, s.is_adjustment, s.amount, s.currency
        FROM (
          SELECT customer_no, kind = 'ADJUSTMENT' AS is_adjustment, currency,
                 sum(amount) AS amount
            FROM aggregate
           WHERE sequence BETWEEN :first AND :last
           GROUP BY customer_no, kind = 'ADJUSTMENT', currency
          HAVING sum(amount) <> 0) s
        JOIN customer c ON c.customer_no = s.customer_no
       ORDER BY s.customer_no, s.is_adjustment, s.currency""";

  private final DatabaseClient database;

  PostgresChargeSums(DatabaseClient database) {
    this.database = database;
  }

  @Override
  public Flux<ChargeSum> of(Closing closing) {
    var first = closing.firstSequence();
    var last = closing.lastSequence();
    if (first == null || last == null) {
      return Flux.empty();
    }
    return database
        .sql(SUMS)
        .bind("first", first)
        .bind("last", last)
        .map(PostgresChargeSums::sum)
        .all();
  }

  private static ChargeSum sum(Readable row) {
    return new ChargeSum(
        Columns.text(row, "customer_id"),
        Columns.value(row, "is_adjustment", Boolean.class),
        new Money(
            Columns.decimal(row, "amount"), Currency.getInstance(Columns.text(row, "currency"))));
  }
}
