package io.tollgate.metering.settlement.postgres;

import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Readable;
import io.tollgate.metering.account.CustomerLock;
import io.tollgate.metering.row.Binding;
import io.tollgate.metering.row.Columns;
import io.tollgate.metering.settlement.SupervisedOrder;
import io.tollgate.metering.settlement.SupervisedOrders;
import io.tollgate.rules.settlement.SupervisedService;
import io.tollgate.rules.settlement.SupervisedService.Appeal;
import io.tollgate.rules.settlement.Supervision;
import io.tollgate.rules.settlement.Supervision.Party;
import java.time.Instant;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
final class PostgresSupervisedOrders implements SupervisedOrders {

  private static final String FIND = """
      SELECT o.order_no, o.order_id, p.isv_no, p.supervised, p.supervision_review,
             o.state IN ('FAILED', 'REFUNDED') AS has_ended,
             coalesce(o.supervision, 'PENDING') AS state, o.appealed_from, o.appealed_by
        FROM marketplace_order o JOIN product p ON p.product_no = o.product_no
       WHERE o.order_id = :orderId""";

  private static final String LOCK = FIND + " FOR NO KEY UPDATE OF o";

  private static final String SAVE = """
      UPDATE marketplace_order
         SET supervision = :state, appealed_from = :appealedFrom, appealed_by = :appealedBy
       WHERE order_no = :orderNo""";

  private static final String ACCEPT = """
      UPDATE marketplace_order
         SET supervision = 'ACCEPTED', accepted_at = :acceptedAt,
             state = CASE state WHEN 'ACTIVE' THEN 'CLOSED' ELSE state END
       WHERE order_no = :orderNo""";

  private final DatabaseClient database;
  private final CustomerLock customers;

  PostgresSupervisedOrders(DatabaseClient database, CustomerLock customers) {
    this.database = database;
    this.customers = customers;
  }

  @Override
  public Mono<SupervisedOrder> find(String orderId) {
    return read(FIND, orderId);
  }

  @Override
  public Mono<SupervisedOrder> lock(String orderId) {
    return customers.ofOrder(orderId).then(read(LOCK, orderId));
  }

  private Mono<SupervisedOrder> read(String sql, String orderId) {
    return database
        .sql(sql)
        .bind("orderId", orderId)
        .map(row -> new SupervisedOrder(
            Columns.number(row, "order_no"),
            Columns.text(row, "order_id"),
            Columns.integer(row, "isv_no"),
            Columns.value(row, "supervised", Boolean.class),
            Columns.value(row, "has_ended", Boolean.class),
            service(row)))
        .one();
  }

  private static SupervisedService service(Readable row) {
    var appeal = Optional.ofNullable(row.get("appealed_from", String.class))
        .map(from ->
            new Appeal(Supervision.valueOf(from), Party.valueOf(Columns.text(row, "appealed_by"))));
    return new SupervisedService(
        Supervision.valueOf(Columns.text(row, "state")),
        Columns.value(row, "supervision_review", Boolean.class),
        appeal);
  }

  @Override
  public Mono<Void> save(long orderNo, SupervisedService service) {
    var appeal = service.appeal();
    return database
        .sql(SAVE)
        .bind("state", service.state().name())
        .bind("appealedFrom", nullable(appeal.map(open -> open.from().name())))
        .bind("appealedBy", nullable(appeal.map(open -> open.by().name())))
        .bind("orderNo", orderNo)
        .then();
  }

  private static Parameter nullable(Optional<String> text) {
    return Binding.nullable(text.orElse(null), String.class);
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
