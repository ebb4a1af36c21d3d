package io.tollgate.metering.invariant.postgres;

import io.tollgate.metering.invariant.Invariant;
import io.tollgate.metering.invariant.InvariantCheck;
import io.tollgate.metering.row.Columns;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * A check that walks along a key.
 *
 * @param sql takes {@code :cursor} and {@code :limit}; answers in the order of the key, for each row,
 *     the cursor after it as {@code next} and what is wrong with it, or null, as {@code broken}
 */
record PagedCheck(Invariant invariant, DatabaseClient database, String sql, int limit)
    implements InvariantCheck {

  @Override
  public Mono<Step> step(String cursor) {
    return database
        .sql(sql)
        .bind("cursor", cursor)
        .bind("limit", limit)
        .map(row -> new Row(Columns.text(row, "next"), row.get("broken", String.class)))
        .all()
        .collectList()
        .map(this::step);
  }

  private Step step(List<Row> rows) {
    var endsRound = rows.size() < limit;
    return new Step(
        endsRound ? START : rows.getLast().next,
        endsRound,
        rows.size(),
        rows.stream().map(Row::broken).filter(Objects::nonNull).toList());
  }

  private record Row(String next, @Nullable String broken) {}
}
