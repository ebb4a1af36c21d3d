package io.tollgate.metering.dial.postgres;

import static io.tollgate.metering.row.Columns.integer;
import static io.tollgate.metering.row.Columns.text;
import static io.tollgate.metering.row.Columns.value;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import io.tollgate.metering.dial.DialTest;
import io.tollgate.metering.dial.DialTestStore;
import io.tollgate.metering.dial.TestCase;
import io.tollgate.metering.row.Binding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

@Component
final class PostgresDialTestStore implements DialTestStore {

  private static final String FIND = """
      SELECT cases::text AS cases, due_at, failed_days, last_run_at, last_error
      FROM dial_test WHERE product_no = :productNo""";

  private static final String SAVE = """
      INSERT INTO dial_test AS d (product_no, cases, due_at)
      VALUES (:productNo, :cases, :dueAt)
      ON CONFLICT (product_no) DO UPDATE
         SET cases = excluded.cases, due_at = excluded.due_at, attempt = d.attempt + 1,
             leased_until = NULL, passed_on = NULL, failed_days = 0, last_run_at = NULL,
             last_error = NULL""";

  private static final String TAKE = """
      UPDATE dial_test d
         SET attempt = d.attempt + 1, leased_until = clock_timestamp() + interval '2 minutes'
        FROM product p
       WHERE d.product_no IN (
               SELECT product_no FROM dial_test
                WHERE due_at <= :now
                  AND (leased_until IS NULL OR leased_until < clock_timestamp())
                ORDER BY due_at, product_no
                LIMIT :limit FOR UPDATE SKIP LOCKED)
         AND p.product_no = d.product_no
      RETURNING d.product_no, d.attempt, p.product_code, p.isv_no,
                p.state = 'ON_SALE' AS on_sale, d.cases::text AS cases""";

  private static final String RECORD = """
      UPDATE dial_test
         SET leased_until = NULL, due_at = :dueAt, last_run_at = :at, last_error = left(:error, 1000),
             passed_on = CASE WHEN :passed THEN :day ELSE passed_on END,
             failed_days = CASE WHEN :passed THEN 0
                                WHEN :endsDay AND passed_on IS DISTINCT FROM :day
                                THEN failed_days + 1
                                ELSE failed_days END
       WHERE product_no = :productNo AND attempt = :attempt AND leased_until IS NOT NULL
      RETURNING failed_days""";

  private static final String SKIP = """
      UPDATE dial_test SET leased_until = NULL, due_at = :dueAt, failed_days = 0
       WHERE product_no = :productNo AND attempt = :attempt AND leased_until IS NOT NULL""";

  private static final String ANY_DUE =
      "SELECT EXISTS (SELECT 1 FROM dial_test WHERE due_at <= :now)";

  private static final String NEXT_DUE =
      "SELECT min(due_at) AS due FROM dial_test WHERE due_at > :now";

  private static final TypeReference<List<TestCase>> CASES = new TypeReference<>() {};

  private final DatabaseClient database;
  private final JsonMapper json;

  PostgresDialTestStore(DatabaseClient database, JsonMapper json) {
    this.database = database;
    this.json = json;
  }

  @Override
  public Mono<DialTest> find(int productNo) {
    return database.sql(FIND).bind("productNo", productNo).map(this::dialTest).one();
  }

  private DialTest dialTest(Readable row) {
    return new DialTest(
        cases(row),
        row.get("due_at", Instant.class),
        integer(row, "failed_days"),
        row.get("last_run_at", Instant.class),
        row.get("last_error", String.class));
  }

  private List<TestCase> cases(Readable row) {
    return json.readValue(text(row, "cases"), CASES);
  }

  @Override
  public Mono<Void> save(int productNo, List<TestCase> cases, @Nullable Instant nextRunAt) {
    return database
        .sql(SAVE)
        .bind("productNo", productNo)
        .bind("cases", Json.of(json.writeValueAsBytes(cases)))
        .bind("dueAt", Binding.nullable(nextRunAt, Instant.class))
        .then();
  }

  @Override
  public Flux<DueDialTest> take(Instant now, int limit) {
    return database
        .sql(TAKE)
        .bind("now", now)
        .bind("limit", limit)
        .map(row -> new DueDialTest(
            integer(row, "product_no"),
            integer(row, "attempt"),
            text(row, "product_code"),
            integer(row, "isv_no"),
            value(row, "on_sale", Boolean.class),
            cases(row)))
        .all();
  }

  @Override
  public Mono<Integer> record(DueDialTest test, Run run) {
    return database
        .sql(RECORD)
        .bind("dueAt", run.nextRunAt())
        .bind("at", run.at())
        .bind("error", Binding.nullable(run.error(), String.class))
        .bind("passed", run.error() == null)
        .bind("day", run.day())
        .bind("endsDay", run.endsDay())
        .bind("productNo", test.productNo())
        .bind("attempt", test.attempt())
        .mapValue(Integer.class)
        .one();
  }

  @Override
  public Mono<Void> skip(DueDialTest test, Instant nextRunAt) {
    return database
        .sql(SKIP)
        .bind("dueAt", nextRunAt)
        .bind("productNo", test.productNo())
        .bind("attempt", test.attempt())
        .then();
  }

  @Override
  public Mono<Boolean> anyDue(Instant now) {
    return database.sql(ANY_DUE).bind("now", now).mapValue(Boolean.class).one();
  }

  @Override
  public Mono<Instant> nextDue(Instant now) {
    return database
        .sql(NEXT_DUE)
        .bind("now", now)
        .map(row -> Optional.ofNullable(row.get("due", Instant.class)))
        .one()
        .flatMap(Mono::justOrEmpty);
  }
}
