package io.tollgate.metering.delivery.postgres;

import static io.tollgate.metering.row.Columns.number;
import static io.tollgate.metering.row.Columns.text;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.delivery.DeliveryReads;
import io.tollgate.metering.delivery.DeliveryState;
import io.tollgate.metering.delivery.DeliveryView;
import io.tollgate.metering.delivery.DeliveryView.Attempt;
import io.tollgate.metering.row.Binding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.r2dbc.core.RowsFetchSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

@Component
final class PostgresDeliveryReads implements DeliveryReads {

  private static final String SELECT = """
      SELECT d.delivery_no, d.activity, i.instance_id, o.order_id, d.state, d.next_attempt_at,
             coalesce((
               SELECT jsonb_agg(jsonb_build_object(
                   'at', to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                   'status', a.status, 'resultCode', a.result_code, 'tookMs', a.took_ms,
                   'error', a.error) ORDER BY a.attempt)
               FROM delivery_attempt a WHERE a.delivery_no = d.delivery_no), '[]')::text
               AS attempts
      FROM delivery d
      JOIN isv v ON v.isv_no = d.isv_no
      LEFT JOIN instance i ON i.instance_no = d.instance_no
      LEFT JOIN marketplace_order o ON o.order_no = d.order_no
      """;

  private static final String FIND = SELECT + "WHERE d.delivery_no = :deliveryNo";

  private static final String LIST = SELECT + """
      WHERE d.delivery_no > :after
        AND (:state::text IS NULL OR d.state = :state)
        AND (:instanceId::text IS NULL OR i.instance_id = :instanceId)
        AND (:isvId::text IS NULL OR v.isv_id = :isvId)
      ORDER BY d.delivery_no LIMIT :limit""";

  private static final String IS_OF = """
      SELECT EXISTS (
        SELECT 1 FROM delivery
        WHERE delivery_no = :deliveryNo AND (:isvNo::int IS NULL OR isv_no = :isvNo))""";

  private static final TypeReference<List<Attempt>> ATTEMPTS = new TypeReference<>() {};

  private final DatabaseClient database;
  private final JsonMapper json;

  PostgresDeliveryReads(DatabaseClient database, JsonMapper json) {
    this.database = database;
    this.json = json;
  }

  @Override
  public Mono<List<DeliveryView>> list(Filter filter, long after, int limit) {
    return read(database
            .sql(LIST)
            .bind("after", after)
            .bind("state", Binding.nullable(filter.state(), String.class))
            .bind("instanceId", Binding.nullable(filter.instanceId(), String.class))
            .bind("isvId", Binding.nullable(filter.isvId(), String.class))
            .bind("limit", limit))
        .all()
        .collectList();
  }

  @Override
  public Mono<DeliveryView> find(long deliveryNo) {
    return read(database.sql(FIND).bind("deliveryNo", deliveryNo)).one();
  }

  @Override
  public Mono<Boolean> isOf(long deliveryNo, @Nullable Integer isvNo) {
    return database
        .sql(IS_OF)
        .bind("deliveryNo", deliveryNo)
        .bind("isvNo", Binding.nullable(isvNo, Integer.class))
        .mapValue(Boolean.class)
        .one();
  }

  private RowsFetchSpec<DeliveryView> read(GenericExecuteSpec query) {
    return query.map(this::view);
  }

  private DeliveryView view(Readable row) {
    return new DeliveryView(
        number(row, "delivery_no"),
        text(row, "activity"),
        row.get("instance_id", String.class),
        row.get("order_id", String.class),
        DeliveryState.valueOf(text(row, "state")),
        json.readValue(text(row, "attempts"), ATTEMPTS),
        row.get("next_attempt_at", Instant.class));
  }
}
