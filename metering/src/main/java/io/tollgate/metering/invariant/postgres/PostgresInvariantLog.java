package io.tollgate.metering.invariant.postgres;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.invariant.Invariant;
import io.tollgate.metering.invariant.InvariantCheck.Step;
import io.tollgate.metering.invariant.InvariantLog;
import io.tollgate.metering.invariant.InvariantResult;
import io.tollgate.metering.row.Columns;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
final class PostgresInvariantLog implements InvariantLog {

  private static final int SAMPLES = 10;

  /** A check that is new to this database begins with its first turn. */
  private static final String KNOW = """
      INSERT INTO invariant_check (invariant)
      SELECT unnest(:invariants) ON CONFLICT DO NOTHING""";

  private static final String TAKE = """
      SELECT invariant, cursor FROM invariant_check WHERE invariant = ANY(:invariants)
       ORDER BY stepped_at LIMIT 1 FOR UPDATE SKIP LOCKED""";

  private static final String NOTE = """
      WITH before AS (
        SELECT round_broken = 0 AND broken = 0 AS held FROM invariant_check
         WHERE invariant = :invariant),
      noted AS (
        SELECT c.invariant, c.round_examined + :examined AS examined,
               c.round_broken + :broken AS broken,
               ARRAY(SELECT unnest(c.round_samples || :samples) LIMIT %d) AS samples
          FROM invariant_check c WHERE c.invariant = :invariant)
      UPDATE invariant_check c
         SET cursor = :next, stepped_at = clock_timestamp(), checked_at = :now,
             round_examined = CASE WHEN :ends THEN 0 ELSE n.examined END,
             round_broken = CASE WHEN :ends THEN 0 ELSE n.broken END,
             round_samples = CASE WHEN :ends THEN '{}' ELSE n.samples END,
             finished_at = CASE WHEN :ends THEN :now ELSE c.finished_at END,
             examined = CASE WHEN :ends THEN n.examined ELSE c.examined END,
             broken = CASE WHEN :ends THEN n.broken ELSE c.broken END,
             samples = CASE WHEN :ends THEN n.samples ELSE c.samples END
        FROM noted n, before
       WHERE c.invariant = n.invariant
      RETURNING before.held AND :broken > 0 AS is_first""".formatted(SAMPLES);

  private static final String RESULTS = """
      SELECT invariant, checked_at, finished_at, examined, greatest(broken, round_broken) AS broken,
             CASE WHEN round_broken > broken THEN round_samples ELSE samples END AS samples
        FROM invariant_check""";

  private final DatabaseClient database;

  PostgresInvariantLog(DatabaseClient database) {
    this.database = database;
  }

  @Override
  public Mono<Turn> take(Collection<Invariant> invariants) {
    var names = invariants.stream().map(Invariant::name).toArray(String[]::new);
    var take = database
        .sql(TAKE)
        .bind("invariants", names)
        .map(row -> new Turn(
            Invariant.valueOf(Columns.text(row, "invariant")), Columns.text(row, "cursor")))
        .one();
    return database.sql(KNOW).bind("invariants", names).then().then(take);
  }

  @Override
  public Mono<Boolean> note(Turn turn, Step step, Instant now) {
    return database
        .sql(NOTE)
        .bind("invariant", turn.invariant().name())
        .bind("examined", step.examined())
        .bind("broken", (long) step.broken().size())
        .bind("samples", step.broken().stream().limit(SAMPLES).toArray(String[]::new))
        .bind("next", step.next())
        .bind("ends", step.endsRound())
        .bind("now", now)
        .mapValue(Boolean.class)
        .one();
  }

  @Override
  public Mono<List<InvariantResult>> results() {
    return database
        .sql(RESULTS)
        .map(PostgresInvariantLog::result)
        .all()
        .collectMap(InvariantResult::invariant, Function.identity())
        .map(known -> Arrays.stream(Invariant.values())
            .map(invariant -> known.getOrDefault(
                invariant, new InvariantResult(invariant, null, null, 0, 0, List.of())))
            .collect(Collectors.toList()));
  }

  private static InvariantResult result(Readable row) {
    return new InvariantResult(
        Invariant.valueOf(Columns.text(row, "invariant")),
        row.get("checked_at", Instant.class),
        row.get("finished_at", Instant.class),
        Columns.number(row, "examined"),
        Columns.number(row, "broken"),
        List.of(Columns.value(row, "samples", String[].class)));
  }
}
