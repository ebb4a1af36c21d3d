package io.tollgate.metering.arrears.postgres;

import static io.tollgate.metering.row.Columns.decimal;
import static io.tollgate.metering.row.Columns.instant;
import static io.tollgate.metering.row.Columns.integer;
import static io.tollgate.metering.row.Columns.text;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.arrears.StandingStore;
import io.tollgate.metering.row.Binding;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.standing.CustomerLevel;
import io.tollgate.rules.standing.CustomerType;
import io.tollgate.rules.standing.Standing;
import io.tollgate.rules.standing.Standing.Good;
import io.tollgate.rules.standing.Standing.Grace;
import io.tollgate.rules.standing.Standing.Retention;
import java.time.Instant;
import java.util.Currency;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
final class PostgresStandingStore implements StandingStore {

  private static final String LOCK = """
      SELECT c.customer_no, c.customer_id, c.type, c.level, c.standing, c.negative_since,
             c.grace_ends_at, c.retention_ends_at, c.currency,
             coalesce((SELECT a.balance FROM account a
                       WHERE a.account = 'customer:' || c.customer_id
                         AND a.currency = c.currency), 0) AS balance
      FROM customer c
      WHERE c.customer_id = :customerId
      FOR NO KEY UPDATE OF c""";

  private static final String UPDATE = """
      UPDATE customer
      SET standing = :standing, negative_since = :since, grace_ends_at = :graceEndsAt,
          retention_ends_at = :retentionEndsAt
      WHERE customer_no = :customerNo""";

  private final DatabaseClient database;

  PostgresStandingStore(DatabaseClient database) {
    this.database = database;
  }

  @Override
  public Mono<Debtor> lock(String customerId) {
    return database
        .sql(LOCK)
        .bind("customerId", customerId)
        .map(PostgresStandingStore::debtor)
        .one();
  }

  private static Debtor debtor(Readable row) {
    return new Debtor(
        integer(row, "customer_no"),
        text(row, "customer_id"),
        CustomerType.valueOf(text(row, "type")),
        CustomerLevel.valueOf(text(row, "level")),
        standing(row),
        new Money(decimal(row, "balance"), Currency.getInstance(text(row, "currency"))));
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
