package io.tollgate.metering.order.postgres;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.order.OrderDetails;
import io.tollgate.metering.order.OrderDetails.Buyer;
import io.tollgate.metering.order.OrderDetails.Line;
import io.tollgate.metering.order.OrderDetails.Product;
import io.tollgate.metering.order.OrderLookup;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Reads an order with its lines in one query. */
@Component
final class PostgresOrderLookup implements OrderLookup {

  /**
   * A line of a new order expires with the instances it made, a line of a later order with the
   * instance it is about. An order has one price, and today one line.
   */
  private static final String FIND = """
      SELECT o.order_id, o.order_type, o.created_at, o.quantity, o.periods, o.amount, o.currency,
        c.customer_id, c.name AS customer_name,
        l.order_line_id, l.product_ids, s.sku_code, s.charging_mode,
        s.definition ->> 'periodType' AS period_type,
        ARRAY(SELECT coalesce(b.name, p.name)
          FROM unnest(l.product_ids) WITH ORDINALITY AS sold (product_id, place)
          LEFT JOIN billing_item b ON b.product_id = sold.product_id
          ORDER BY sold.place) AS product_names,
        (SELECT max(i.expire_time) FROM instance i
          WHERE i.order_line_id = l.order_line_id OR i.instance_no = o.target_instance_no
        ) AS expire_time
      FROM marketplace_order o
      JOIN product p ON p.product_no = o.product_no
      JOIN customer c ON c.customer_no = o.customer_no
      JOIN order_line l ON l.order_no = o.order_no
      JOIN sku s ON s.sku_no = l.sku_no
      WHERE o.order_id = :orderId AND p.isv_no = :isvNo
      ORDER BY l.order_line_id
      """;

  private final DatabaseClient database;

  PostgresOrderLookup(DatabaseClient database) {
    this.database = database;
  }

  @Override
  public Mono<OrderDetails> find(int isvNo, String orderId) {
    return database
        .sql(FIND)
        .bind("orderId", orderId)
        .bind("isvNo", isvNo)
        .map(PostgresOrderLookup::row)
        .all()
        .collectList()
        .filter(rows -> !rows.isEmpty())
        .map(PostgresOrderLookup::order);
  }

  private static OrderDetails order(List<OrderDetails> rows) {
    var first = rows.getFirst();
    return new OrderDetails(
        first.orderId(),
        first.orderType(),
        first.placedAt(),
        first.buyer(),
        rows.stream().flatMap(row -> row.lines().stream()).toList());
  }

  private static OrderDetails row(Readable row) {
    return new OrderDetails(
        column(row, "order_id", String.class),
        column(row, "order_type", String.class),
        column(row, "created_at", Instant.class),
        new Buyer(
            column(row, "customer_id", String.class), column(row, "customer_name", String.class)),
        List.of(line(row)));
  }

  private static Line line(Readable row) {
    var periodType = optional(row, "period_type", String.class);
    return new Line(
        column(row, "order_line_id", String.class),
        column(row, "charging_mode", String.class),
        periodType,
        periodType == null ? null : column(row, "periods", Integer.class),
        optional(row, "expire_time", Instant.class),
        column(row, "amount", BigDecimal.class),
        column(row, "currency", String.class),
        products(row));
  }

  private static List<Product> products(Readable row) {
    var productIds = column(row, "product_ids", String[].class);
    var names = column(row, "product_names", String[].class);
    var skuCode = column(row, "sku_code", String.class);
    var quantity = column(row, "quantity", Integer.class);
    return IntStream.range(0, productIds.length)
        .mapToObj(i -> new Product(productIds[i], skuCode, names[i], quantity))
        .toList();
  }

  private static <T> T column(Readable row, String name, Class<T> type) {
    return Objects.requireNonNull(row.get(name, type), name);
  }

  private static <T> @Nullable T optional(Readable row, String name, Class<T> type) {
    return row.get(name, type);
  }
}
