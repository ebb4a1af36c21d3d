package io.tollgate.metering.collection.postgres;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.collection.MeteredInstance;
import io.tollgate.metering.collection.MeteredInstances;
import io.tollgate.metering.collection.MeteredItem;
import io.tollgate.metering.row.Columns;
import java.util.List;
import java.util.function.Function;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
final class PostgresMeteredInstances implements MeteredInstances {

  private static final String FIND = """
      SELECT i.instance_no, i.instance_id, i.item_no, c.customer_no, c.customer_id, o.order_no,
             o.order_id
        FROM instance i
        JOIN customer c ON c.customer_no = i.customer_no
        JOIN marketplace_order o ON o.order_no = i.order_no
       WHERE i.instance_no = :instanceNo AND i.instance_id IS NOT NULL""";

  private final DatabaseClient database;
  private final PostgresMeteredItems items;

  PostgresMeteredInstances(DatabaseClient database, PostgresMeteredItems items) {
    this.database = database;
    this.items = items;
  }

  @Override
  public Mono<MeteredInstance> find(long instanceNo) {
    return database
        .sql(FIND)
        .bind("instanceNo", instanceNo)
        .map(row -> named(row))
        .one()
        .flatMap(Function.identity());
  }

  private Mono<MeteredInstance> named(Readable row) {
    var instanceNo = Columns.number(row, "instance_no");
    var instanceId = Columns.text(row, "instance_id");
    var customerNo = Columns.integer(row, "customer_no");
    var customerId = Columns.text(row, "customer_id");
    var orderNo = Columns.number(row, "order_no");
    var orderId = Columns.text(row, "order_id");
    return items
        .of(List.of(Columns.integer(row, "item_no")))
        .next()
        .map((MeteredItem item) -> new MeteredInstance(
            instanceNo, instanceId, customerNo, customerId, orderNo, orderId, item));
  }
}
