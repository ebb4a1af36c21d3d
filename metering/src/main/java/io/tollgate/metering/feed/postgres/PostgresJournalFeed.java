package io.tollgate.metering.feed.postgres;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.feed.JournalFeed;
import io.tollgate.metering.feed.JournalFilter;
import io.tollgate.metering.feed.PostedEntry;
import io.tollgate.metering.row.Columns;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
final class PostgresJournalFeed implements JournalFeed {

  private static final String READ = """
      SELECT e.entry_no, e.kind, e.occurred_at, e.reference, p.accounts, p.amounts, p.currencies
        FROM journal_entry e
        CROSS JOIN LATERAL (
          SELECT array_agg(account ORDER BY line) AS accounts,
                 array_agg(amount ORDER BY line) AS amounts,
                 array_agg(currency ORDER BY line) AS currencies
            FROM posting WHERE entry_no = e.entry_no) p
       WHERE e.entry_no > :position""";

  private static final String LAST = "SELECT coalesce(max(entry_no), 0) FROM journal_entry";

  private final DatabaseClient database;

  PostgresJournalFeed(DatabaseClient database) {
    this.database = database;
  }

  @Override
  public Mono<List<PostedEntry>> read(JournalFilter filter, long position, int limit) {
    return Conditions.on(READ)
        .with("position", position)
        .with("limit", limit)
        .and("e.kind = :kind", "kind", filter.kind())
        .and(
            "e.entry_no IN (SELECT entry_no FROM posting"
                + " WHERE account = :account AND entry_no > :position)",
            "account",
            filter.account())
        .ordered(database, "ORDER BY e.entry_no LIMIT :limit")
        .map(row -> entry(row))
        .all()
        .collectList();
  }

  private static PostedEntry entry(Readable row) {
    var accounts = Columns.value(row, "accounts", String[].class);
    var amounts = Columns.value(row, "amounts", BigDecimal[].class);
    var currencies = Columns.value(row, "currencies", String[].class);
    return new PostedEntry(
        Columns.number(row, "entry_no"),
        Columns.text(row, "kind"),
        Columns.instant(row, "occurred_at"),
        Columns.text(row, "reference"),
        IntStream.range(0, accounts.length)
            .mapToObj(i -> new PostedEntry.Line(accounts[i], amounts[i], currencies[i]))
            .toList());
  }

  @Override
  public Mono<Long> lastPosition() {
    return database.sql(LAST).mapValue(Long.class).one();
  }
}
