package io.tollgate.metering.collection.postgres;

import io.tollgate.metering.collection.Closing;
import io.tollgate.metering.collection.CollectionDue;
import io.tollgate.metering.collection.CollectionLog;
import io.tollgate.metering.collection.Reach;
import io.tollgate.metering.collection.Take;
import io.tollgate.metering.row.Columns;
import io.tollgate.rules.usage.Cycle;
import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
final class PostgresCollectionLog implements CollectionLog {

  private static final String CONTAINS = """
      SELECT EXISTS (SELECT FROM collection WHERE cycle = :cycle AND due_at = :dueAt)""";

  private static final String LAST_REACH = """
      SELECT watermark, horizon FROM collection
       WHERE cycle = :cycle ORDER BY due_at DESC LIMIT 1""";

  /** Watermarks only grow with time, whatever kind of cycle they were fixed for. */
  private static final String FLOOR = """
      SELECT coalesce(max(watermark), -1) FROM collection WHERE collected_at <= :fixedBy""";

  private static final String ADD = """
      INSERT INTO collection
        (collection_no, cycle, due_at, horizon, watermark, collected_at)
      VALUES (:collectionNo, :cycle, :dueAt, :horizon, :watermark, :collectedAt)""";

  private static final String LAST_DUE_AT = """
      SELECT due_at FROM collection WHERE cycle = :cycle ORDER BY due_at DESC LIMIT 1""";

  /** A firing under way still shows its timer, and commits the next one together with its end. */
  private static final String LOCK = "SELECT pg_advisory_xact_lock(7003)";

  private static final String IS_SCHEDULED = "SELECT EXISTS (SELECT FROM timer WHERE kind = :kind)";

  private final DatabaseClient database;

  PostgresCollectionLog(DatabaseClient database) {
    this.database = database;
  }

  @Override
  public Mono<Boolean> contains(CollectionDue due) {
    return database
        .sql(CONTAINS)
        .bind("cycle", due.cycle().name())
        .bind("dueAt", due.dueAt())
        .mapValue(Boolean.class)
        .one();
  }

  @Override
  public Mono<Reach> lastReach(Cycle cycle) {
    return database
        .sql(LAST_REACH)
        .bind("cycle", cycle.name())
        .map(row -> new Reach(Columns.number(row, "watermark"), Columns.instant(row, "horizon")))
        .one()
        .defaultIfEmpty(Reach.NONE);
  }

  @Override
  public Mono<Long> floorAfter(Reach before) {
    if (before.equals(Reach.NONE)) {
      return Mono.just(Reach.NONE.watermark());
    }
    return database
        .sql(FLOOR)
        .bind("fixedBy", Take.floorFixedBy(before))
        .mapValue(Long.class)
        .one();
  }

  @Override
  public Mono<Instant> lastDueAt(Cycle cycle) {
    return database
        .sql(LAST_DUE_AT)
        .bind("cycle", cycle.name())
        .mapValue(Instant.class)
        .one();
  }

  @Override
  public Mono<Boolean> lockSchedule(String kind) {
    return database
        .sql(LOCK)
        .then()
        .then(database
            .sql(IS_SCHEDULED)
            .bind("kind", kind)
            .mapValue(Boolean.class)
            .one());
  }

  @Override
  public Mono<Void> add(CollectionDue due, Reach reach, Closing closing) {
    return database
        .sql(ADD)
        .bind("collectionNo", closing.closingNo())
        .bind("cycle", due.cycle().name())
        .bind("dueAt", due.dueAt())
        .bind("horizon", reach.horizon())
        .bind("watermark", reach.watermark())
        .bind("collectedAt", closing.collectedAt())
        .then();
  }
}
