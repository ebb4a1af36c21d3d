package io.tollgate.metering.feed.postgres;

import io.tollgate.metering.feed.AggregateFeed;
import io.tollgate.metering.feed.AggregateFilter;
import io.tollgate.metering.feed.PublishedAggregate;
import io.tollgate.metering.row.Columns;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
final class PostgresAggregateFeed implements AggregateFeed {

  private static final String READ =
      "SELECT sequence, document FROM aggregate a WHERE sequence > :position";

  private static final String LAST = "SELECT coalesce(max(sequence), 0) FROM aggregate";

  private final DatabaseClient database;

  PostgresAggregateFeed(DatabaseClient database) {
    this.database = database;
  }

  @Override
  public Mono<List<PublishedAggregate>> read(AggregateFilter filter, long position, int limit) {
    return Conditions.on(READ)
        .with("position", position)
        .with("limit", limit)
        .and("isv_no = (SELECT isv_no FROM isv WHERE isv_id = :isvId)", "isvId", filter.isvId())
        .and(
            "customer_no = (SELECT customer_no FROM customer WHERE customer_id = :customerId)",
            "customerId",
            filter.customerId())
        .and(
            "product_no = (SELECT product_no FROM product WHERE product_code = :productCode)",
            "productCode",
            filter.productCode())
        .and(
            "item_no = (SELECT item_no FROM billing_item WHERE product_id = :productId)",
            "productId",
            filter.productId())
        .and(
            "item_no IN (SELECT item_no FROM billing_item WHERE cycle = :cycle)",
            "cycle",
            filter.cycle() == null ? null : filter.cycle().name())
        .and(
            "instance_no = (SELECT instance_no FROM instance WHERE instance_id = :instanceId)",
            "instanceId",
            filter.instanceId())
        .and("cycle_start = :cycleStart", "cycleStart", filter.cycleStart())
        .ordered(database, "ORDER BY sequence LIMIT :limit")
        .map(row ->
            new PublishedAggregate(Columns.number(row, "sequence"), Columns.text(row, "document")))
        .all()
        .collectList();
  }

  @Override
  public Mono<Long> lastPosition() {
    return database.sql(LAST).mapValue(Long.class).one();
  }
}
