package io.tollgate.metering.order.postgres;

import static io.tollgate.metering.row.Columns.integer;
import static io.tollgate.metering.row.Columns.text;

import io.tollgate.metering.order.FailedOrders;
import java.time.YearMonth;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
final class PostgresFailedOrders implements FailedOrders {

  private static final String ADD = """
      WITH counted AS (
        INSERT INTO failed_orders AS f (product_no, month, count)
        SELECT product_no, :month, 1 FROM marketplace_order WHERE order_no = :orderNo
        ON CONFLICT (product_no, month) DO UPDATE SET count = f.count + 1
        RETURNING product_no, count)
      SELECT p.product_code, p.isv_no, c.count
      FROM counted c JOIN product p ON p.product_no = c.product_no""";

  private final DatabaseClient database;

  PostgresFailedOrders(DatabaseClient database) {
    this.database = database;
  }

  @Override
  public Mono<Tally> add(long orderNo, YearMonth month) {
    return database
        .sql(ADD)
        .bind("month", month.atDay(1))
        .bind("orderNo", orderNo)
        .map(row ->
            new Tally(text(row, "product_code"), integer(row, "isv_no"), integer(row, "count")))
        .one();
  }
}
