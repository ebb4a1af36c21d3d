package io.tollgate.metering.order.postgres;

import static io.tollgate.metering.row.Columns.decimal;
import static io.tollgate.metering.row.Columns.instant;
import static io.tollgate.metering.row.Columns.integer;
import static io.tollgate.metering.row.Columns.number;
import static io.tollgate.metering.row.Columns.text;
import static io.tollgate.metering.row.Columns.value;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.order.OrderOutcome.Line;
import io.tollgate.metering.order.OrderReads;
import io.tollgate.metering.order.OrderState;
import io.tollgate.metering.order.OrderType;
import io.tollgate.metering.order.OrderView;
import io.tollgate.metering.order.OrderView.Opened;
import io.tollgate.metering.row.Binding;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
final class PostgresOrderReads implements OrderReads {

  private static final String SELECT = """
      SELECT o.order_no, o.order_id, o.order_type, o.state, c.customer_id, k.sku_code, o.quantity,
             o.periods, o.amount, o.currency, o.created_at
      FROM marketplace_order o
      JOIN customer c ON c.customer_no = o.customer_no
      JOIN sku k ON k.sku_no = o.sku_no
      """;

  private static final String FIND = SELECT + "WHERE o.order_id = :orderId";

  private static final String LIST = SELECT + """
      WHERE o.order_no > :after AND (:customerId::text IS NULL OR c.customer_id = :customerId)
      ORDER BY o.order_no LIMIT :limit""";

  private static final String LINES = """
      SELECT l.order_line_id, k.sku_code, l.product_ids
      FROM order_line l JOIN sku k ON k.sku_no = l.sku_no
      WHERE l.order_no = :orderNo ORDER BY l.order_line_id""";

  private static final String INSTANCES = """
      SELECT i.instance_id, b.product_id, i.state
      FROM instance i JOIN billing_item b ON b.item_no = i.item_no
      WHERE i.order_no = :orderNo OR i.instance_no = (
        SELECT target_instance_no FROM marketplace_order WHERE order_no = :orderNo)
      ORDER BY i.instance_no""";

  private final DatabaseClient database;

  PostgresOrderReads(DatabaseClient database) {
    this.database = database;
  }

  @Override
  public Mono<OrderView> find(String orderId) {
    return database
        .sql(FIND)
        .bind("orderId", orderId)
        .map(PostgresOrderReads::order)
        .one()
        .flatMap(this::withParts);
  }

  @Override
  public Mono<List<OrderView>> list(@Nullable String customerId, long after, int limit) {
    return database
        .sql(LIST)
        .bind("after", after)
        .bind("customerId", Binding.nullable(customerId, String.class))
        .bind("limit", limit)
        .map(PostgresOrderReads::order)
        .all()
        .concatMap(this::withParts)
        .collectList();
  }

  private static OrderView order(Readable row) {
    return new OrderView(
        number(row, "order_no"),
        text(row, "order_id"),
        OrderType.valueOf(text(row, "order_type")),
        OrderState.valueOf(text(row, "state")),
        text(row, "customer_id"),
        text(row, "sku_code"),
        integer(row, "quantity"),
        integer(row, "periods"),
        decimal(row, "amount").toPlainString(),
        text(row, "currency"),
        instant(row, "created_at"),
        List.of(),
        List.of());
  }

  private Mono<OrderView> withParts(OrderView order) {
    return lines(order.orderNo())
        .zipWith(
            instances(order.orderNo()),
            (lines, instances) -> new OrderView(
                order.orderNo(),
                order.orderId(),
                order.orderType(),
                order.state(),
                order.customerId(),
                order.skuCode(),
                order.quantity(),
                order.periods(),
                order.amount(),
                order.currency(),
                order.createdAt(),
                lines,
                instances));
  }

  private Mono<List<Line>> lines(long orderNo) {
    return database
        .sql(LINES)
        .bind("orderNo", orderNo)
        .map(row -> new Line(
            text(row, "order_line_id"),
            text(row, "sku_code"),
            List.of(value(row, "product_ids", String[].class))))
        .all()
        .collectList();
  }

  private Mono<List<Opened>> instances(long orderNo) {
    return database
        .sql(INSTANCES)
        .bind("orderNo", orderNo)
        .map(row -> new Opened(
            row.get("instance_id", String.class), text(row, "product_id"), text(row, "state")))
        .all()
        .collectList();
  }
}
