package io.tollgate.metering.feed.postgres;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.feed.AccountBalance;
import io.tollgate.metering.feed.AccountBalances;
import io.tollgate.metering.feed.AccountFilter;
import io.tollgate.metering.row.Columns;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
final class PostgresAccountBalances implements AccountBalances {

  private static final String READ =
      "SELECT account_no, account, currency, balance FROM account WHERE account_no > :position";

  private static final String LAST = "SELECT coalesce(max(account_no), 0) FROM account";

  private final DatabaseClient database;

  PostgresAccountBalances(DatabaseClient database) {
    this.database = database;
  }

  @Override
  public Mono<List<AccountBalance>> read(AccountFilter filter, long position, int limit) {
    return Conditions.on(READ)
        .with("position", position)
        .with("limit", limit)
        .and("account = :account", "account", filter.account())
        .and("split_part(account, ':', 1) = :kind", "kind", filter.kind())
        .ordered(database, "ORDER BY account_no LIMIT :limit")
        .map(row -> balance(row))
        .all()
        .collectList();
  }

  private static AccountBalance balance(Readable row) {
    return new AccountBalance(
        Columns.number(row, "account_no"),
        Columns.text(row, "account"),
        Columns.text(row, "currency"),
        Columns.decimal(row, "balance"));
  }

  @Override
  public Mono<Long> lastPosition() {
    return database.sql(LAST).mapValue(Long.class).one();
  }
}
