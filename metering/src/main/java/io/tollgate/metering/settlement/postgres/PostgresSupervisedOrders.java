package io.tollgate.metering.settlement.postgres;

import io.tollgate.metering.row.Columns;
import io.tollgate.metering.settlement.SupervisedOrder;
import io.tollgate.metering.settlement.SupervisedOrders;
import io.tollgate.rules.settlement.Supervision;
import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
final class PostgresSupervisedOrders implements SupervisedOrders {

  private static final String LOCK = """
      SELECT o.order_no, o.order_id, p.supervised, coalesce(o.supervision, 'PENDING') AS state
        FROM marketplace_order o JOIN product p ON p.product_no = o.product_no
       WHERE o.order_id = :orderId
         FOR UPDATE OF o""";

  private static final String SET_STATE =
      "UPDATE marketplace_order SET supervision = :state WHERE order_no = :orderNo";

  private static final String ACCEPT = """
      UPDATE marketplace_order
         SET supervision = 'ACCEPTED', accepted_at = :acceptedAt,
             state = CASE state WHEN 'ACTIVE' THEN 'CLOSED' ELSE state END
       WHERE order_no = :orderNo""";

  private final DatabaseClient database;

  PostgresSupervisedOrders(DatabaseClient database) {
    this.database = database;
  }

  @Override
  public Mono<SupervisedOrder> lock(String orderId) {
    return database
        .sql(LOCK)
        .bind("orderId", orderId)
        .map(row -> new SupervisedOrder(
            Columns.number(row, "order_no"),
            Columns.text(row, "order_id"),
            Columns.value(row, "supervised", Boolean.class),
            Supervision.valueOf(Columns.text(row, "state"))))
        .one();
  }

  @Override
  public Mono<Void> setState(long orderNo, Supervision state) {
    return database
        .sql(SET_STATE)
        .bind("state", state.name())
        .bind("orderNo", orderNo)
        .then();
  }

  @Override
  public Mono<Void> accept(long orderNo, Instant acceptedAt) {
    return database
        .sql(ACCEPT)
        .bind("acceptedAt", acceptedAt)
        .bind("orderNo", orderNo)
        .then();
  }
}
