package io.tollgate.metering.instance.postgres;

import static io.tollgate.metering.row.Columns.instant;
import static io.tollgate.metering.row.Columns.number;
import static io.tollgate.metering.row.Columns.text;
import static io.tollgate.metering.row.Columns.value;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.instance.InstanceKind;
import io.tollgate.metering.instance.InstanceReads;
import io.tollgate.metering.instance.InstanceView;
import io.tollgate.metering.row.Binding;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
final class PostgresInstanceReads implements InstanceReads {

  private static final String SELECT = """
      SELECT i.instance_no, i.instance_id, v.isv_id, c.customer_id, p.product_code, k.sku_code,
             b.product_id, o.order_id, i.order_line_id, i.kind, i.state, i.freeze_reasons,
             i.activated_at, i.frozen_at, i.release_at, i.expire_time, i.last_usage_at
      FROM instance i
      JOIN isv v ON v.isv_no = i.isv_no
      JOIN customer c ON c.customer_no = i.customer_no
      JOIN product p ON p.product_no = i.product_no
      JOIN sku k ON k.sku_no = i.sku_no
      JOIN billing_item b ON b.item_no = i.item_no
      JOIN marketplace_order o ON o.order_no = i.order_no
      """;

  private static final String FIND = SELECT + "WHERE i.instance_id = :instanceId";

  private static final String LIST = SELECT + """
      WHERE i.instance_no > :after
        AND (:isvId::text IS NULL OR v.isv_id = :isvId)
        AND (:customerId::text IS NULL OR c.customer_id = :customerId)
        AND (:state::text IS NULL OR i.state = :state)
      ORDER BY i.instance_no LIMIT :limit""";

  private static final String TIMELINE = """
      SELECT occurred_at, version, from_state, to_state, freeze_reasons, reason, delivery_no
      FROM state_change
      WHERE instance_no = :instanceNo AND version > :after
      ORDER BY version LIMIT :limit""";

  private final DatabaseClient database;
  private final InstanceFigures figures;

  PostgresInstanceReads(DatabaseClient database, InstanceFigures figures) {
    this.database = database;
    this.figures = figures;
  }

  @Override
  public Mono<InstanceView> find(String instanceId) {
    return database
        .sql(FIND)
        .bind("instanceId", instanceId)
        .map(PostgresInstanceReads::view)
        .one()
        .flatMap(figures::added);
  }

  @Override
  public Mono<Long> numberOf(String instanceId) {
    return database
        .sql("SELECT instance_no FROM instance WHERE instance_id = :instanceId")
        .bind("instanceId", instanceId)
        .mapValue(Long.class)
        .one();
  }

  @Override
  public Mono<List<InstanceView>> list(Filter filter, long after, int limit) {
    return database
        .sql(LIST)
        .bind("after", after)
        .bind("isvId", Binding.nullable(filter.isvId(), String.class))
        .bind("customerId", Binding.nullable(filter.customerId(), String.class))
        .bind("state", Binding.nullable(filter.state(), String.class))
        .bind("limit", limit)
        .map(PostgresInstanceReads::view)
        .all()
        .collectList();
  }

  private static InstanceView view(Readable row) {
    return new InstanceView(
        number(row, "instance_no"),
        row.get("instance_id", String.class),
        text(row, "isv_id"),
        text(row, "customer_id"),
        text(row, "product_code"),
        text(row, "sku_code"),
        text(row, "product_id"),
        text(row, "order_id"),
        text(row, "order_line_id"),
        InstanceKind.valueOf(text(row, "kind")),
        text(row, "state"),
        List.of(value(row, "freeze_reasons", String[].class)),
        row.get("activated_at", Instant.class),
        row.get("frozen_at", Instant.class),
        row.get("release_at", Instant.class),
        row.get("expire_time", Instant.class),
        row.get("last_usage_at", Instant.class),
        List.of(),
        List.of());
  }

  @Override
  public Mono<List<TimelineEntry>> timeline(long instanceNo, long after, int limit) {
    return database
        .sql(TIMELINE)
        .bind("instanceNo", instanceNo)
        .bind("after", after)
        .bind("limit", limit)
        .map(row -> new TimelineEntry(
            instant(row, "occurred_at"),
            number(row, "version"),
            text(row, "from_state"),
            text(row, "to_state"),
            List.of(value(row, "freeze_reasons", String[].class)),
            text(row, "reason"),
            Objects.toString(row.get("delivery_no", Long.class), null)))
        .all()
        .collectList();
  }
}
