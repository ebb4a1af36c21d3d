package io.tollgate.metering.feed.postgres;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.collection.Closing;
import io.tollgate.metering.feed.ClosingFeed;
import io.tollgate.metering.row.Columns;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
final class PostgresClosingFeed implements ClosingFeed {

  private static final String READ = """
      SELECT closing_no, collected_at, aggregates, records, units, amount, first_sequence,
             last_sequence, sha256
        FROM closing
       WHERE closing_no > :position
       ORDER BY closing_no
       LIMIT :limit""";

  private static final String LAST = "SELECT coalesce(max(closing_no), 0) FROM closing";

  private final DatabaseClient database;

  PostgresClosingFeed(DatabaseClient database) {
    this.database = database;
  }

  @Override
  public Mono<List<Closing>> read(All all, long position, int limit) {
    return database
        .sql(READ)
        .bind("position", position)
        .bind("limit", limit)
        .map(row -> closing(row))
        .all()
        .collectList();
  }

  private static Closing closing(Readable row) {
    return new Closing(
        Columns.number(row, "closing_no"),
        Columns.instant(row, "collected_at"),
        Columns.number(row, "aggregates"),
        Columns.number(row, "records"),
        Columns.decimal(row, "units"),
        Columns.decimal(row, "amount"),
        row.get("first_sequence", Long.class),
        row.get("last_sequence", Long.class),
        Columns.text(row, "sha256"));
  }

  @Override
  public Mono<Long> lastPosition() {
    return database.sql(LAST).mapValue(Long.class).one();
  }
}
