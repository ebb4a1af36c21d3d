package io.tollgate.metering.storage.postgres;

import io.tollgate.metering.storage.UsageStorage;
import io.tollgate.metering.storage.postgres.MonthTable.Parent;
import java.time.Instant;
import java.time.YearMonth;
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

  private static final String BE_THE_ONE = "SELECT pg_try_advisory_xact_lock(7010)";

  /** A commit waits no longer than this for a change of partitions. */
  private static final String GIVE_UP_SOON = "SET LOCAL lock_timeout = '300ms'";

  private static final String EXISTS = "SELECT to_regclass(:name) IS NOT NULL";

  private static final String MONTHS = """
      SELECT child.relname::text FROM pg_inherits i JOIN pg_class child ON child.oid = i.inhrelid
       WHERE i.inhparent = to_regclass(:parent) ORDER BY 1""";

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
    return Flux.fromArray(Parent.values())
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
        .flatMap(
            missing -> run(table.create()).then(moveWhatHasCome(table)).then(run(table.attach())));
  }

  private Mono<Void> moveWhatHasCome(MonthTable table) {
    return database
        .sql(table.hasCome())
        .mapValue(Boolean.class)
        .one()
        .filter(come -> come)
        .flatMap(come -> run(table.keepOut()).then(run(table.moveWhatHasCome())));
  }

  @Override
  public Flux<String> setRecordsAside(Instant end) {
    return monthsBefore(Parent.USAGE_RECORD, end)
        .concatMap(table -> alone(table.name(), run(table.detach()).then(run(table.setAside()))));
  }

  @Override
  public Flux<String> dropRefused(Instant end) {
    return monthsBefore(Parent.USAGE_REFUSED, end)
        .concatMap(table -> alone(table.name(), run(table.detach()).then(run(table.drop()))));
  }

  private Flux<MonthTable> monthsBefore(Parent parent, Instant end) {
    return database
        .sql(MONTHS)
        .bind("parent", parent.table())
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

  private Mono<Void> run(String sql) {
    return database.sql(sql).then();
  }
}
