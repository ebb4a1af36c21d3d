package io.tollgate.metering.settlement.postgres;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.row.Columns;
import io.tollgate.metering.settlement.ListedTransaction;
import io.tollgate.metering.settlement.PlacedTransaction;
import io.tollgate.metering.settlement.TransactionFilter;
import io.tollgate.metering.settlement.Transactions;
import io.tollgate.metering.settlement.WaitingTransaction;
import io.tollgate.rules.settlement.Billing;
import io.tollgate.rules.settlement.BillingGate;
import io.tollgate.rules.settlement.Unbilled;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
final class PostgresTransactions implements Transactions {

  private static final String GATHERED_UP_TO =
      "SELECT sequence FROM transaction_progress FOR UPDATE";

  private static final String LAST_SEQUENCE = "SELECT coalesce(max(sequence), 0) FROM aggregate";

  private static final String GATHER_USAGE = """
      INSERT INTO transaction_detail
        (kind, isv_no, order_no, instance_no, month, units, amount, currency)
      SELECT CASE a.kind WHEN 'ADJUSTMENT' THEN 'CORRECTION' ELSE 'USAGE' END AS what,
             a.isv_no, min(a.order_no), a.instance_no, a.month, sum(a.units), sum(a.amount),
             a.currency
        FROM aggregate a
        JOIN marketplace_order o ON o.order_no = a.order_no AND o.order_type <> 'TRIAL'
       WHERE a.sequence > :from AND a.sequence <= :to
       GROUP BY what, a.isv_no, a.instance_no, a.month, a.currency
       ORDER BY a.instance_no, a.month, what
      ON CONFLICT (instance_no, month, kind)
        WHERE statement_no IS NULL AND instance_no IS NOT NULL
      DO UPDATE SET units = transaction_detail.units + excluded.units,
                    amount = transaction_detail.amount + excluded.amount""";

  private static final String GATHERED = "UPDATE transaction_progress SET sequence = :to";

  private static final String GATHER_SALES = """
      INSERT INTO transaction_detail (kind, isv_no, order_no, units, amount, currency)
      SELECT 'SALE', p.isv_no, o.order_no, 0, o.amount, o.currency
        FROM marketplace_order o JOIN product p ON p.product_no = o.product_no
       WHERE o.amount > 0 AND o.order_type NOT IN ('TRIAL', 'UNSUBSCRIBE')
         AND o.state <> 'FAILED'
         AND NOT EXISTS (
           SELECT FROM transaction_detail t WHERE t.order_no = o.order_no AND t.kind = 'SALE')
       ORDER BY o.order_no""";

  /** An order that failed took no effect, and its refund cancels it out. */
  private static final String DROP_FAILED = """
      DELETE FROM transaction_detail t USING marketplace_order o
       WHERE o.order_no = t.order_no AND o.state = 'FAILED' AND t.instance_no IS NULL
         AND t.statement_no IS NULL""";

  private static final String GATHER_REFUNDS = """
      INSERT INTO transaction_detail (kind, isv_no, order_no, month, units, amount, currency)
      SELECT 'REFUND', p.isv_no, o.order_no,
             date_trunc('month', max(e.occurred_at) AT TIME ZONE :zone)::date, 0,
             -sum(g.amount), g.currency
        FROM journal_entry e
        JOIN marketplace_order o ON o.order_id = e.reference AND o.state <> 'FAILED'
        JOIN product p ON p.product_no = o.product_no
        JOIN posting g ON g.entry_no = e.entry_no AND g.account LIKE 'customer:%'
       WHERE e.kind = 'REFUND'
         AND NOT EXISTS (
           SELECT FROM transaction_detail t WHERE t.order_no = o.order_no AND t.kind = 'REFUND')
       GROUP BY p.isv_no, o.order_no, g.currency
       ORDER BY o.order_no
      ON CONFLICT DO NOTHING""";

  private static final String WAITING_ISVS = """
      SELECT v.isv_no, v.isv_id FROM isv v
       WHERE EXISTS (
         SELECT FROM transaction_detail t WHERE t.isv_no = v.isv_no AND t.statement_no IS NULL)""";

  /** A cursor is planned for its first rows unless told otherwise, and we fetch all. */
  private static final String SETTINGS = """
      SELECT set_config('cursor_tuple_fraction', '1', true), set_config('jit', 'off', true)""";

  private static final String WAITING =
      "DECLARE waiting NO SCROLL CURSOR FOR " + TransactionRows.SELECT + """
       WHERE t.isv_no = :isvNo AND t.statement_no IS NULL
       ORDER BY t.order_no, t.instance_no NULLS FIRST, t.month NULLS FIRST,
                t.kind DESC""";

  private static final String BILL = """
      UPDATE transaction_detail t SET statement_no = :statementNo, line = p.line
        FROM unnest(:transactions, :lines) AS p (transaction_no, line)
       WHERE t.transaction_no = p.transaction_no""";

  /** A row may find one of its kind waiting already, and is added to it. */
  private static final String UNBILL = """
      WITH unbilled AS (
        DELETE FROM transaction_detail WHERE statement_no = :statementNo
        RETURNING kind, isv_no, order_no, instance_no, month, units, amount, currency)
      INSERT INTO transaction_detail
        (kind, isv_no, order_no, instance_no, month, units, amount, currency)
      SELECT kind, isv_no, order_no, instance_no, month, units, amount, currency FROM unbilled
       WHERE instance_no IS NOT NULL
      ON CONFLICT (instance_no, month, kind)
        WHERE statement_no IS NULL AND instance_no IS NOT NULL
      DO UPDATE SET units = transaction_detail.units + excluded.units,
                    amount = transaction_detail.amount + excluded.amount""";

  private static final String UNBILL_ORDERS = """
      UPDATE transaction_detail SET statement_no = NULL, line = NULL
       WHERE statement_no = :statementNo AND instance_no IS NULL""";

  private static final String LIST = "SELECT * FROM (" + TransactionRows.SELECT + """
       WHERE t.transaction_no > :position AND o.order_type <> 'TRIAL'
         AND (:isvId::text IS NULL OR v.isv_id = :isvId)
         AND (:isBilled::boolean IS NULL OR :isBilled = (t.statement_no IS NOT NULL))) listed
       WHERE (:month::date IS NULL OR :month = coalesce(
         month, date_trunc('month', effective_at AT TIME ZONE :zone)::date))
       ORDER BY transaction_no LIMIT :limit""";

  private static final String LAST =
      "SELECT coalesce(max(transaction_no), 0) FROM transaction_detail";

  private final DatabaseClient database;
  private final BusinessClock clock;

  PostgresTransactions(DatabaseClient database, BusinessClock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public Mono<Void> gather() {
    return database
        .sql(GATHERED_UP_TO)
        .mapValue(Long.class)
        .one()
        .zipWhen(from -> database.sql(LAST_SEQUENCE).mapValue(Long.class).one())
        .flatMap(range -> gatherUsage(range.getT1(), range.getT2()))
        .then(database.sql(GATHER_SALES).then())
        .then(database.sql(DROP_FAILED).then())
        .then(database.sql(GATHER_REFUNDS).bind("zone", zone()).then());
  }

  private Mono<Void> gatherUsage(long from, long to) {
    return database
        .sql(GATHER_USAGE)
        .bind("from", from)
        .bind("to", to)
        .then()
        .then(database.sql(GATHERED).bind("to", to).then());
  }

  private String zone() {
    return clock.zone().getId();
  }

  @Override
  public Mono<Map<Integer, String>> waitingIsvs() {
    return database
        .sql(WAITING_ISVS)
        .map(row -> Map.entry(Columns.integer(row, "isv_no"), Columns.text(row, "isv_id")))
        .all()
        .collectMap(Map.Entry::getKey, Map.Entry::getValue);
  }

  @Override
  public Mono<Reading> openWaiting(int isvNo) {
    return database
        .sql(SETTINGS)
        .then()
        .then(database.sql(WAITING).bind("isvNo", isvNo).bind("zone", zone()).then())
        .then(Mono.fromSupplier(() -> new WaitingReading(clock.now())));
  }

  private final class WaitingReading implements Reading {

    private final Instant now;

    WaitingReading(Instant now) {
      this.now = now;
    }

    @Override
    public Mono<List<WaitingTransaction>> next(int limit) {
      return database
          .sql("FETCH " + limit + " FROM waiting")
          .map(row -> TransactionRows.transaction(row, clock.zone(), now))
          .all()
          .collectList();
    }

    @Override
    public Mono<Void> close() {
      return database.sql("CLOSE waiting").then();
    }
  }

  @Override
  public Mono<Void> bill(long statementNo, List<PlacedTransaction> placed) {
    if (placed.isEmpty()) {
      return Mono.empty();
    }
    return database
        .sql(BILL)
        .bind("statementNo", statementNo)
        .bind(
            "transactions",
            placed.stream().map(PlacedTransaction::transactionNo).toArray(Long[]::new))
        .bind("lines", placed.stream().map(PlacedTransaction::line).toArray(Integer[]::new))
        .then();
  }

  @Override
  public Mono<Void> unbill(long statementNo) {
    return database
        .sql(UNBILL_ORDERS)
        .bind("statementNo", statementNo)
        .then()
        .then(database.sql(UNBILL).bind("statementNo", statementNo).then());
  }

  @Override
  public Mono<List<ListedTransaction>> read(TransactionFilter filter, long position, int limit) {
    var month = filter.month();
    var now = clock.now();
    var query =
        database.sql(LIST).bind("position", position).bind("limit", limit).bind("zone", zone());
    query = nullable(query, "isvId", filter.isvId(), String.class);
    query = nullable(query, "isBilled", filter.isBilled(), Boolean.class);
    return nullable(query, "month", month == null ? null : month.atDay(1), LocalDate.class)
        .map(row -> listed(row, now))
        .all()
        .collectList();
  }

  private static <T> GenericExecuteSpec nullable(
      GenericExecuteSpec query, String name, @Nullable T value, Class<T> type) {
    return value == null ? query.bindNull(name, type) : query.bind(name, value);
  }

  private ListedTransaction listed(Readable row, Instant now) {
    var transaction = TransactionRows.transaction(row, clock.zone(), now);
    var line = row.get("line", Integer.class);
    var statementId = row.get("statement_id", String.class);
    return new ListedTransaction(
        transaction.transactionNo(),
        Columns.text(row, "isv_id"),
        transaction.item(),
        statementId,
        line == null ? 0 : line,
        statementId == null ? reason(transaction, now) : null);
  }

  /** What the next run will bill waits for its bill day. */
  private Unbilled reason(WaitingTransaction transaction, Instant now) {
    var lastMonth = YearMonth.from(now.atZone(clock.zone())).minusMonths(1);
    return BillingGate.judge(transaction.facts(), lastMonth, now, clock.zone())
            instanceof Billing.NotYet(var reason)
        ? reason
        : Unbilled.BILL_DAY;
  }

  @Override
  public Mono<Long> lastPosition() {
    return database.sql(LAST).mapValue(Long.class).one();
  }
}
