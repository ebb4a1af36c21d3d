package io.tollgate.metering.silence.postgres;

import static io.tollgate.metering.row.Columns.instant;
import static io.tollgate.metering.row.Columns.integer;
import static io.tollgate.metering.row.Columns.number;
import static io.tollgate.metering.row.Columns.text;

import io.tollgate.metering.silence.SilenceStore;
import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Component
final class PostgresSilenceStore implements SilenceStore {

  /** One look into an index for each instance; a heartbeat counts as having been heard of. */
  private static final String HEARD = """
      SELECT i.instance_no, i.instance_id, i.isv_no, i.customer_no,
             greatest(last.end_time, i.last_usage_at) AS heard_at,
             CASE b.cycle WHEN 'DAILY' THEN interval '3 days' ELSE interval '3 hours' END AS patience
      FROM instance i
      JOIN billing_item b ON b.item_no = i.item_no
      CROSS JOIN LATERAL (
        SELECT u.end_time FROM usage_identity u
        WHERE u.instance_no = i.instance_no
        ORDER BY u.begin_time DESC, u.end_time DESC LIMIT 1) last
      WHERE i.kind = 'ON_DEMAND' AND i.state = 'ACTIVE'""";

  private static final String CLEAR = """
      DELETE FROM silent_instance s USING (%s) heard
      WHERE heard.instance_no = s.instance_no AND heard.heard_at + heard.patience > :now""".formatted(HEARD);

  private static final String MARK = """
      WITH marked AS (
        INSERT INTO silent_instance (instance_no, silent_since)
        SELECT heard.instance_no, heard.heard_at FROM (%s) heard
        WHERE heard.heard_at + heard.patience <= :now
        ON CONFLICT (instance_no) DO NOTHING
        RETURNING instance_no, silent_since)
      SELECT i.instance_no, i.instance_id, i.isv_no, i.customer_no, marked.silent_since
      FROM marked JOIN instance i ON i.instance_no = marked.instance_no
      ORDER BY i.instance_no""".formatted(HEARD);

  private static final String LOCK = "SELECT pg_advisory_xact_lock(7005)";

  private static final String IS_SCHEDULED =
      "SELECT EXISTS (SELECT 1 FROM timer WHERE kind = :kind)";

  private final DatabaseClient database;

  PostgresSilenceStore(DatabaseClient database) {
    this.database = database;
  }

  @Override
  public Mono<Void> clear(Instant now) {
    return database.sql(CLEAR).bind("now", now).then();
  }

  @Override
  public Flux<SilentInstance> mark(Instant now) {
    return database
        .sql(MARK)
        .bind("now", now)
        .map(row -> new SilentInstance(
            number(row, "instance_no"),
            text(row, "instance_id"),
            integer(row, "isv_no"),
            integer(row, "customer_no"),
            instant(row, "silent_since")))
        .all();
  }

  @Override
  public Mono<Boolean> isScheduled(String kind) {
    return database
        .sql(LOCK)
        .then()
        .then(database
            .sql(IS_SCHEDULED)
            .bind("kind", kind)
            .mapValue(Boolean.class)
            .one());
  }
}
