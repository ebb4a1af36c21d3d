package io.tollgate.metering.collection.postgres;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.collection.CollectionDue;
import io.tollgate.metering.collection.Disagreement;
import io.tollgate.metering.collection.FeedEnd;
import io.tollgate.metering.collection.FeedWriter;
import io.tollgate.metering.collection.MonthUsages;
import io.tollgate.metering.collection.Reach;
import io.tollgate.metering.collection.ReplayBooks;
import io.tollgate.metering.row.Columns;
import io.tollgate.rules.usage.Cycle;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Temporary tables, laid out like those of the books, that end with their transaction. */
@Component
final class PostgresReplayBooks implements ReplayBooks {

  private static final List<String> OPEN = List.of(
      "CREATE TEMPORARY TABLE replayed_aggregate (LIKE aggregate) ON COMMIT DROP",
      "CREATE TEMPORARY TABLE replayed_closing (LIKE closing) ON COMMIT DROP",
      "CREATE TEMPORARY TABLE replayed_month (LIKE month_usage INCLUDING ALL) ON COMMIT DROP");

  private static final String CLOSINGS = """
      SELECT c.closing_no, c.collected_at, c.last_sequence, c.sha256,
             k.cycle, k.due_at, k.horizon, k.watermark
        FROM closing c LEFT JOIN collection k ON k.collection_no = c.closing_no
       WHERE c.closing_no > :after ORDER BY c.closing_no LIMIT :limit""";

  /** Rows as texts, so that no digit and no letter is overlooked. */
  private static final String COMPARE = """
      SELECT 'aggregate ' || sequence AS what, w::text AS recorded, r::text AS replayed
        FROM (SELECT * FROM aggregate WHERE sequence > :first AND sequence <= :last) w
        FULL JOIN (SELECT * FROM replayed_aggregate) r USING (sequence)
       WHERE w::text IS DISTINCT FROM r::text
      UNION ALL
      SELECT 'closing ' || closing_no, w::text, r::text
        FROM (SELECT * FROM closing WHERE closing_no = :closing) w
        FULL JOIN (SELECT * FROM replayed_closing) r USING (closing_no)
       WHERE w::text IS DISTINCT FROM r::text
       LIMIT 20""";

  private static final String COMPARE_MONTHS = """
      SELECT 'month ' || month || ' of instance ' || instance_no AS what, w::text AS recorded,
             r::text AS replayed
        FROM (SELECT * FROM month_usage) w
        FULL JOIN (SELECT * FROM replayed_month) r USING (instance_no, month)
       WHERE w::text IS DISTINCT FROM r::text
       LIMIT 20""";

  private static final String FORGET =
      "WITH gone AS (DELETE FROM replayed_closing) DELETE FROM replayed_aggregate";

  private static final String ENTRIES = """
      SELECT e.entry_no, e.kind, e.occurred_at, e.reference, p.account, p.amount::text AS amount,
             p.currency
        FROM (
          SELECT * FROM journal_entry
           WHERE entry_no > :after AND kind IN ('USAGE', 'ADJUSTMENT')
           ORDER BY entry_no LIMIT :limit) e
        LEFT JOIN posting p ON p.entry_no = e.entry_no
       ORDER BY e.entry_no, p.line""";

  private final DatabaseClient database;
  private final PostgresMeteredItems items;
  private final ZoneId zone;

  PostgresReplayBooks(DatabaseClient database, PostgresMeteredItems items, BusinessClock clock) {
    this.database = database;
    this.items = items;
    this.zone = clock.zone();
  }

  @Override
  public Mono<Void> open() {
    return Flux.fromIterable(OPEN).concatMap(sql -> database.sql(sql).then()).then();
  }

  @Override
  public Mono<List<Published>> closings(long closingNo, int limit) {
    return database
        .sql(CLOSINGS)
        .bind("after", closingNo)
        .bind("limit", limit)
        .map(this::published)
        .all()
        .collectList();
  }

  private Published published(Readable row) {
    return new Published(
        Columns.number(row, "closing_no"),
        Columns.instant(row, "collected_at"),
        row.get("last_sequence", Long.class),
        Columns.text(row, "sha256"),
        row.get("cycle", String.class) == null ? null : collected(row));
  }

  private Collected collected(Readable row) {
    var cycle = Cycle.valueOf(Columns.text(row, "cycle"));
    return new Collected(
        CollectionDue.at(cycle, Columns.instant(row, "due_at"), zone),
        new Reach(Columns.number(row, "watermark"), Columns.instant(row, "horizon")));
  }

  @Override
  public FeedWriter feed(FeedEnd end) {
    var writer = new PostgresFeedWriter(database, zone, "replayed_aggregate", "replayed_closing");
    return new ReplayedFeed(writer, end);
  }

  @Override
  public MonthUsages months() {
    return new PostgresMonthUsages(database, items, "replayed_month");
  }

  @Override
  public Flux<Disagreement> compare(FeedEnd end, long last) {
    return database
        .sql(COMPARE)
        .bind("first", end.sequence())
        .bind("last", last)
        .bind("closing", end.closingNo() + 1)
        .map(PostgresReplayBooks::disagreement)
        .all()
        .collectList()
        .flatMapMany(found -> database.sql(FORGET).then().thenMany(Flux.fromIterable(found)));
  }

  @Override
  public Flux<Disagreement> compareMonths() {
    return database.sql(COMPARE_MONTHS).map(PostgresReplayBooks::disagreement).all();
  }

  private static Disagreement disagreement(Readable row) {
    return new Disagreement(
        Columns.text(row, "what"), textOrNone(row, "recorded"), textOrNone(row, "replayed"));
  }

  private static String textOrNone(Readable row, String column) {
    var text = row.get(column, String.class);
    return text == null ? "" : text;
  }

  @Override
  public Mono<List<NumberedEntry>> entries(long entryNo, int limit) {
    return database
        .sql(ENTRIES)
        .bind("after", entryNo)
        .bind("limit", limit)
        .map(PostgresReplayBooks::entry)
        .all()
        .collectList()
        .map(PostgresReplayBooks::entries);
  }

  private static List<NumberedEntry> entries(List<NumberedEntry> rows) {
    var byNumber = new LinkedHashMap<Long, NumberedEntry>();
    for (var row : rows) {
      byNumber.merge(row.entryNo(), row, PostgresReplayBooks::together);
    }
    return List.copyOf(byNumber.values());
  }

  private static NumberedEntry together(NumberedEntry one, NumberedEntry more) {
    var lines = new ArrayList<>(one.lines());
    lines.addAll(more.lines());
    return new NumberedEntry(one.entryNo(), one.kind(), one.occurredAt(), one.reference(), lines);
  }

  /** One posting with its entry, or an entry without any. */
  private static NumberedEntry entry(Readable row) {
    var account = row.get("account", String.class);
    return new NumberedEntry(
        Columns.number(row, "entry_no"),
        Columns.text(row, "kind"),
        Columns.instant(row, "occurred_at"),
        Columns.text(row, "reference"),
        account == null
            ? List.of()
            : List.of(
                new Line(account, Columns.text(row, "amount"), Columns.text(row, "currency"))));
  }
}
