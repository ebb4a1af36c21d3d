package io.tollgate.metering.arrears.postgres;

import static io.tollgate.metering.row.Columns.instant;
import static io.tollgate.metering.row.Columns.integer;
import static io.tollgate.metering.row.Columns.text;
import static io.tollgate.metering.row.Columns.value;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.arrears.StandingStore;
import io.tollgate.metering.row.Binding;
import io.tollgate.metering.timer.Timers;
import io.tollgate.metering.work.AfterCommit;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.standing.CustomerLevel;
import io.tollgate.rules.standing.CustomerType;
import io.tollgate.rules.standing.Standing;
import io.tollgate.rules.standing.Standing.Good;
import io.tollgate.rules.standing.Standing.Grace;
import io.tollgate.rules.standing.Standing.Retention;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Currency;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
final class PostgresStandingStore implements StandingStore {

  private static final String LOCK =
      "SELECT customer_no FROM customer WHERE customer_id = :customerId FOR NO KEY UPDATE";

  /** Whoever moves the balance next waits for us, and so sees the standing that we leave. */
  private static final String LOCK_BALANCE = """
      SELECT a.balance FROM account a JOIN customer c
        ON a.account = 'customer:' || c.customer_id AND a.currency = c.currency
      WHERE c.customer_no = :customerNo
      FOR NO KEY UPDATE OF a""";

  private static final String READ = """
      SELECT c.customer_no, c.customer_id, c.type, c.level, c.standing, c.negative_since,
             c.grace_ends_at, c.retention_ends_at, c.currency,
             EXISTS (
               SELECT 1 FROM billed_month b LEFT JOIN repayment r USING (customer_no, month)
               WHERE b.customer_no = c.customer_no AND r.month IS NULL) AS owes_month
      FROM customer c
      WHERE c.customer_no = :customerNo""";

  /** What follows for each customer is left to a timer, as there may be thousands. */
  private static final String BILL_MONTH = """
      WITH billed AS (
        INSERT INTO billed_month (customer_no, month, billed_at)
        SELECT DISTINCT owed.customer_no, owed.month, :at::timestamptz
        FROM (
          SELECT c.customer_no, coalesce(
                   t.month, date_trunc('month', e.effective_at AT TIME ZONE :zone)::date) AS month
          FROM transaction_detail t
          JOIN marketplace_order o ON o.order_no = t.order_no AND o.order_type <> 'TRIAL'
          JOIN customer c ON c.customer_no = o.customer_no AND c.type = 'CREDIT'
          CROSS JOIN LATERAL (
            SELECT coalesce(o.effective_at, min(i.activated_at)) AS effective_at
            FROM instance i WHERE i.order_no = o.order_no) e
          WHERE t.statement_no IS NULL AND t.amount > 0) owed
        WHERE owed.month <= :month
          AND NOT EXISTS (
            SELECT 1 FROM repayment r
            WHERE r.customer_no = owed.customer_no AND r.month = owed.month)
        ON CONFLICT DO NOTHING
        RETURNING customer_no)
      INSERT INTO timer (kind, subject, due_at)
      SELECT DISTINCT :kind, c.customer_id, :at::timestamptz
      FROM billed JOIN customer c USING (customer_no)""";

  private static final String UPDATE = """
      UPDATE customer
      SET standing = :standing, negative_since = :since, grace_ends_at = :graceEndsAt,
          retention_ends_at = :retentionEndsAt
      WHERE customer_no = :customerNo""";

  private final DatabaseClient database;
  private final Timers timers;

  PostgresStandingStore(DatabaseClient database, Timers timers) {
    this.database = database;
    this.timers = timers;
  }

  /** Reads after both locks are held, so that what is read is of then. */
  @Override
  public Mono<Debtor> lock(String customerId) {
    return database
        .sql(LOCK)
        .bind("customerId", customerId)
        .mapValue(Integer.class)
        .one()
        .flatMap(
            customerNo -> lockBalance(customerNo).flatMap(balance -> read(customerNo, balance)));
  }

  private Mono<BigDecimal> lockBalance(int customerNo) {
    return database
        .sql(LOCK_BALANCE)
        .bind("customerNo", customerNo)
        .mapValue(BigDecimal.class)
        .one()
        .defaultIfEmpty(BigDecimal.ZERO);
  }

  private Mono<Debtor> read(int customerNo, BigDecimal balance) {
    return database
        .sql(READ)
        .bind("customerNo", customerNo)
        .map(row -> debtor(row, balance))
        .one();
  }

  private static Debtor debtor(Readable row, BigDecimal balance) {
    return new Debtor(
        integer(row, "customer_no"),
        text(row, "customer_id"),
        CustomerType.valueOf(text(row, "type")),
        CustomerLevel.valueOf(text(row, "level")),
        standing(row),
        new Money(balance, Currency.getInstance(text(row, "currency"))),
        value(row, "owes_month", Boolean.class));
  }

  private static Standing standing(Readable row) {
    return switch (text(row, "standing")) {
      case "GOOD" -> new Good();
      case "GRACE" -> new Grace(instant(row, "negative_since"), instant(row, "grace_ends_at"));
      default -> new Retention(instant(row, "negative_since"), instant(row, "retention_ends_at"));
    };
  }

  @Override
  public Mono<Void> update(int customerNo, Standing standing) {
    return switch (standing) {
      case Good good -> update(customerNo, "GOOD", null, null, null);
      case Grace(var since, var endsAt) -> update(customerNo, "GRACE", since, endsAt, null);
      case Retention(var since, var endsAt) -> update(customerNo, "RETENTION", since, null, endsAt);
    };
  }

  @Override
  public Mono<Void> billMonth(YearMonth month, ZoneId zone, Instant at, String timerKind) {
    return database
        .sql(BILL_MONTH)
        .bind("month", month.atDay(1))
        .bind("zone", zone.getId())
        .bind("at", at)
        .bind("kind", timerKind)
        .fetch()
        .rowsUpdated()
        .filter(written -> written > 0)
        .flatMap(written -> AfterCommit.run(timers::wake));
  }

  private Mono<Void> update(
      int customerNo,
      String standing,
      @Nullable Instant since,
      @Nullable Instant graceEndsAt,
      @Nullable Instant retentionEndsAt) {
    return database
        .sql(UPDATE)
        .bind("customerNo", customerNo)
        .bind("standing", standing)
        .bind("since", Binding.nullable(since, Instant.class))
        .bind("graceEndsAt", Binding.nullable(graceEndsAt, Instant.class))
        .bind("retentionEndsAt", Binding.nullable(retentionEndsAt, Instant.class))
        .then();
  }
}
