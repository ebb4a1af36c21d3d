package io.tollgate.metering.feed.postgres;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.feed.StateChange;
import io.tollgate.metering.feed.StateChangeFeed;
import io.tollgate.metering.feed.StateChangeFilter;
import io.tollgate.metering.row.Columns;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
final class PostgresStateChangeFeed implements StateChangeFeed {

  private static final String READ = """
      SELECT s.sequence, i.instance_id, s.version, c.customer_id, v.isv_id, s.from_state,
             s.to_state, s.reason, s.occurred_at
        FROM state_change s
        JOIN instance i ON i.instance_no = s.instance_no
        JOIN customer c ON c.customer_no = i.customer_no
        JOIN isv v ON v.isv_no = i.isv_no
       WHERE s.sequence > :position""";

  private static final String LAST = "SELECT coalesce(max(sequence), 0) FROM state_change";

  private final DatabaseClient database;

  PostgresStateChangeFeed(DatabaseClient database) {
    this.database = database;
  }

  @Override
  public Mono<List<StateChange>> read(StateChangeFilter filter, long position, int limit) {
    return Conditions.on(READ)
        .with("position", position)
        .with("limit", limit)
        .and("v.isv_id = :isvId", "isvId", filter.isvId())
        .and("c.customer_id = :customerId", "customerId", filter.customerId())
        .and("i.instance_id = :instanceId", "instanceId", filter.instanceId())
        .ordered(database, "ORDER BY s.sequence LIMIT :limit")
        .map(row -> change(row))
        .all()
        .collectList();
  }

  private static StateChange change(Readable row) {
    return new StateChange(
        Columns.number(row, "sequence"),
        row.get("instance_id", String.class),
        Columns.number(row, "version"),
        Columns.text(row, "customer_id"),
        Columns.text(row, "isv_id"),
        Columns.text(row, "from_state"),
        Columns.text(row, "to_state"),
        Columns.text(row, "reason"),
        Columns.instant(row, "occurred_at"));
  }

  @Override
  public Mono<Long> lastPosition() {
    return database.sql(LAST).mapValue(Long.class).one();
  }
}
