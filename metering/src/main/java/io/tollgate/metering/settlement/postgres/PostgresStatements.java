package io.tollgate.metering.settlement.postgres;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.row.Columns;
import io.tollgate.metering.settlement.NumberedLine;
import io.tollgate.metering.settlement.StatementHead;
import io.tollgate.metering.settlement.StatementSummary;
import io.tollgate.metering.settlement.Statements;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.settlement.StatementState;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
final class PostgresStatements implements Statements {

  private static final DateTimeFormatter YEAR_MONTH = DateTimeFormatter.ofPattern("yyyyMM");

  private static final String LOCK = "SELECT pg_advisory_xact_lock(7006)";

  private static final String SELECT = """
      SELECT s.statement_no, s.statement_id, s.isv_no, v.isv_id, s.month, s.state, s.currency,
             s.total, s.fee, s.generated_at
        FROM statement s JOIN isv v ON v.isv_no = s.isv_no
      """;

  private static final String LIST = SELECT + """
       WHERE s.statement_no > :statementNo
         AND (:month::date IS NULL OR s.month = :month)
         AND (:isvId::text IS NULL OR v.isv_id = :isvId)
       ORDER BY s.statement_no LIMIT :limit""";

  private static final String FIND = SELECT + " WHERE s.statement_id = :statementId";

  private static final String OF_MONTH = SELECT + " WHERE s.month = :month ORDER BY s.statement_id";

  private static final String UNINVOICED = SELECT + """
       WHERE s.isv_no = :isvNo AND s.currency = :currency
         AND s.state IN ('GENERATED', 'COUNTERSIGN', 'PAYMENT_REQUESTED')""";

  private static final String BEGIN = """
      INSERT INTO statement
        (statement_id, isv_no, month, currency, state, total, fee, generated_at)
      VALUES (:statementId, :isvNo, :month, :currency, 'GENERATED', 0, 0, :generatedAt)
      ON CONFLICT (statement_id) DO UPDATE SET state = statement.state
      RETURNING statement_no""";

  private static final String END = """
      UPDATE statement
         SET total = :total, fee = :fee,
             generated_at = CASE WHEN total = :total AND fee = :fee
               THEN generated_at ELSE :generatedAt END
       WHERE statement_no = :statementNo""";

  private static final String REMOVE = "DELETE FROM statement WHERE statement_no = :statementNo";

  private static final String SET_STATE =
      "UPDATE statement SET state = :state WHERE statement_no = :statementNo";

  private final DatabaseClient database;
  private final PostgresStatementLines lines;

  PostgresStatements(DatabaseClient database, PostgresStatementLines lines) {
    this.database = database;
    this.lines = lines;
  }

  @Override
  public Mono<Void> lock() {
    return database.sql(LOCK).then();
  }

  @Override
  public Mono<List<StatementSummary>> list(
      @Nullable YearMonth month, @Nullable String isvId, long statementNo, int limit) {
    var query = database.sql(LIST).bind("statementNo", statementNo).bind("limit", limit);
    query = month == null
        ? query.bindNull("month", LocalDate.class)
        : query.bind("month", month.atDay(1));
    query = isvId == null ? query.bindNull("isvId", String.class) : query.bind("isvId", isvId);
    return query.map(row -> summary(row)).all().collectList();
  }

  @Override
  public Mono<StatementSummary> find(String statementId) {
    return database
        .sql(FIND)
        .bind("statementId", statementId)
        .map(row -> summary(row))
        .one();
  }

  @Override
  public Mono<List<StatementSummary>> ofMonth(YearMonth month) {
    return database
        .sql(OF_MONTH)
        .bind("month", month.atDay(1))
        .map(row -> summary(row))
        .all()
        .collectList();
  }

  @Override
  public Mono<List<StatementSummary>> uninvoiced(int isvNo, Currency currency) {
    return database
        .sql(UNINVOICED)
        .bind("isvNo", isvNo)
        .bind("currency", currency.getCurrencyCode())
        .map(row -> summary(row))
        .all()
        .collectList();
  }

  @Override
  public Mono<StatementHead> begin(
      int isvNo, String isvId, YearMonth month, Currency currency, Instant generatedAt) {
    var code = currency.getCurrencyCode();
    var statementId = YEAR_MONTH.format(month) + "-" + isvId + "-" + code;
    return database
        .sql(BEGIN)
        .bind("statementId", statementId)
        .bind("isvNo", isvNo)
        .bind("month", month.atDay(1))
        .bind("currency", code)
        .bind("generatedAt", generatedAt)
        .mapValue(Long.class)
        .one()
        .flatMap(statementNo ->
            lines.clear(statementNo).thenReturn(new StatementHead(statementNo, statementId)));
  }

  @Override
  public Mono<Void> add(long statementNo, List<NumberedLine> further) {
    return lines.add(statementNo, further);
  }

  @Override
  public Mono<StatementSummary> end(
      StatementHead head, Money total, Money fee, Instant generatedAt) {
    return database
        .sql(END)
        .bind("total", total.amount())
        .bind("fee", fee.amount())
        .bind("generatedAt", generatedAt)
        .bind("statementNo", head.statementNo())
        .then()
        .then(find(head.statementId()));
  }

  @Override
  public Mono<Void> remove(long statementNo) {
    return database.sql(REMOVE).bind("statementNo", statementNo).then();
  }

  @Override
  public Mono<Void> setState(long statementNo, StatementState state) {
    return database
        .sql(SET_STATE)
        .bind("state", state.name())
        .bind("statementNo", statementNo)
        .then();
  }

  private static StatementSummary summary(Readable row) {
    var currency = Currency.getInstance(Columns.text(row, "currency"));
    return new StatementSummary(
        Columns.number(row, "statement_no"),
        Columns.text(row, "statement_id"),
        Columns.integer(row, "isv_no"),
        Columns.text(row, "isv_id"),
        YearMonth.from(Columns.value(row, "month", LocalDate.class)),
        StatementState.valueOf(Columns.text(row, "state")),
        new Money(Columns.decimal(row, "total"), currency),
        new Money(Columns.decimal(row, "fee"), currency),
        Columns.instant(row, "generated_at"));
  }
}
