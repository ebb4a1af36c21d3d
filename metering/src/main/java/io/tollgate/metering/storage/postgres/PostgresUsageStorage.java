package io.tollgate.metering.storage.postgres;

import io.tollgate.metering.storage.UsageStorage;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A month is made beside its parent and attached whole: that takes locks which commits do not wait
 * for, where creating it in place would. Detaching holds them up for an instant, or gives up.
 */
@Component
final class PostgresUsageStorage implements UsageStorage {

  private static final String RECORDS = "usage_record";
  private static final String REFUSED = "usage_refused";

  /** The column each table is partitioned by. */
  private static final Map<String, String> TIME =
      Map.of(RECORDS, "accepted_at", REFUSED, "refused_at");

  private static final String BE_THE_ONE = "SELECT pg_try_advisory_xact_lock(7010)";

  /** A commit waits no longer than this for a change of partitions. */
  private static final String GIVE_UP_SOON = "SET LOCAL lock_timeout = '300ms'";

  private static final String EXISTS = "SELECT to_regclass(:name) IS NOT NULL";

  private static final String MONTHS = """
      SELECT child.relname::text FROM pg_inherits i JOIN pg_class child ON child.oid = i.inhrelid
       WHERE i.inhparent = to_regclass(:parent) ORDER BY 1""";

  /** Not the identity: a partition has its parent's. */
  private static final String CREATE = """
      CREATE TABLE %1$s (LIKE %2$s INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)""";

  /** What came before its month was laid out lies in the default partition. */
  private static final String HAS_COME = """
      SELECT EXISTS (SELECT FROM %1$s_default WHERE %2$s >= '%3$s' AND %2$s < '%4$s')""";

  private static final String KEEP_OUT = "LOCK TABLE %s_default IN ACCESS EXCLUSIVE MODE";

  private static final String MOVE = """
      WITH moved AS (
        DELETE FROM %2$s_default WHERE %3$s >= '%4$s' AND %3$s < '%5$s' RETURNING *)
      INSERT INTO %1$s SELECT * FROM moved""";

  private static final String ATTACH =
      "ALTER TABLE %2$s ATTACH PARTITION %1$s FOR VALUES FROM ('%3$s') TO ('%4$s')";

  private static final String DETACH = "ALTER TABLE %2$s DETACH PARTITION %1$s";
  private static final String SET_ASIDE = "ALTER TABLE %s SET SCHEMA archive";
  private static final String DROP = "DROP TABLE %s";

  /**
   * Goes through the ledger in the order of its numbers and finds identities by their window, so that
   * they need no index by age. It stops at the first record that is young.
   */
  private static final String FORGET = """
      WITH progress AS MATERIALIZED (
        SELECT position, least(position + :step, (SELECT last_value << 16 FROM usage_batch_no)) AS reach
          FROM storage_progress WHERE job = 'identities' FOR UPDATE),
      young AS MATERIALIZED (
        SELECT min(r.record_no) AS first FROM usage_record r, progress p
         WHERE r.record_no > p.position AND r.record_no <= p.reach AND r.accepted_at >= :end),
      bound AS MATERIALIZED (
        SELECT p.position, greatest(p.position, least(p.reach, y.first - 1)) AS reach
          FROM progress p, young y),
      forgotten AS (
        DELETE FROM usage_identity k USING usage_record r, bound b
         WHERE r.record_no > b.position AND r.record_no <= b.reach
           AND k.instance_no = r.instance_no AND k.begin_time = r.begin_time
           AND k.end_time = r.end_time AND k.package_no = r.package_no
           AND k.record_no = r.record_no),
      moved AS (
        UPDATE storage_progress s SET position = b.reach FROM bound b WHERE s.job = 'identities')
      SELECT reach - position AS passed FROM bound""";

  /** Numbers looked at in one step: 128 batches, at most half a million records. */
  private static final long STEP = 128L << 16;

  private final DatabaseClient database;
  private final TransactionalOperator transaction;

  PostgresUsageStorage(DatabaseClient database, TransactionalOperator transaction) {
    this.database = database;
    this.transaction = transaction;
  }

  @Override
  public Flux<String> prepare(YearMonth month) {
    return Flux.just(RECORDS, REFUSED)
        .map(parent -> new MonthTable(parent, month))
        .filterWhen(table -> exists(table).map(exists -> !exists))
        .concatMap(table -> alone(table.name(), make(table)));
  }

  private Mono<Boolean> exists(MonthTable table) {
    return database
        .sql(EXISTS)
        .bind("name", table.name())
        .mapValue(Boolean.class)
        .one();
  }

  private Mono<Void> make(MonthTable table) {
    return exists(table)
        .filter(exists -> !exists)
        .flatMap(missing -> run(CREATE, table.name(), table.parent())
            .then(moveWhatHasCome(table))
            .then(run(ATTACH, table.name(), table.parent(), table.start(), table.end())));
  }

  private Mono<Void> moveWhatHasCome(MonthTable table) {
    var time = TIME.get(table.parent());
    var hasCome = HAS_COME.formatted(table.parent(), time, table.start(), table.end());
    return database
        .sql(hasCome)
        .mapValue(Boolean.class)
        .one()
        .filter(come -> come)
        .flatMap(come -> run(KEEP_OUT, table.parent())
            .then(run(MOVE, table.name(), table.parent(), time, table.start(), table.end())));
  }

  @Override
  public Flux<String> setRecordsAside(Instant end) {
    return monthsBefore(RECORDS, end)
        .concatMap(table -> alone(
            table.name(),
            run(DETACH, table.name(), table.parent()).then(run(SET_ASIDE, table.name()))));
  }

  @Override
  public Flux<String> dropRefused(Instant end) {
    return monthsBefore(REFUSED, end)
        .concatMap(table -> alone(
            table.name(), run(DETACH, table.name(), table.parent()).then(run(DROP, table.name()))));
  }

  private Flux<MonthTable> monthsBefore(String parent, Instant end) {
    return database
        .sql(MONTHS)
        .bind("parent", parent)
        .mapValue(String.class)
        .all()
        .map(name -> MonthTable.named(parent, name))
        .flatMap(Mono::justOrEmpty)
        .filter(table -> !table.end().isAfter(end));
  }

  @Override
  public Mono<Long> forgetIdentities(Instant end) {
    return onlyHere()
        .flatMap(here -> database
            .sql(FORGET)
            .bind("step", STEP)
            .bind("end", end)
            .mapValue(Long.class)
            .one())
        .defaultIfEmpty(0L)
        .as(transaction::transactional);
  }

  /** Emits {@code name} when {@code work} was done in one transaction, and no other node was at it. */
  private Mono<String> alone(String name, Mono<Void> work) {
    return onlyHere()
        .flatMap(here -> database.sql(GIVE_UP_SOON).then().then(work).thenReturn(name))
        .as(transaction::transactional);
  }

  private Mono<Boolean> onlyHere() {
    return database.sql(BE_THE_ONE).mapValue(Boolean.class).one().filter(here -> here);
  }

  private Mono<Void> run(String sql, Object... words) {
    return database.sql(sql.formatted(words)).then();
  }
}
