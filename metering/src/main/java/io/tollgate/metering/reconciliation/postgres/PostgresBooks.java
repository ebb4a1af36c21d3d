package io.tollgate.metering.reconciliation.postgres;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.reconciliation.Books;
import io.tollgate.metering.reconciliation.TrialBalance;
import io.tollgate.metering.reconciliation.TrialBalance.AccountDifference;
import io.tollgate.metering.reconciliation.TrialBalance.CurrencySum;
import io.tollgate.metering.reconciliation.TrialBalance.GroupSum;
import io.tollgate.metering.row.Columns;
import java.math.BigDecimal;
import java.util.List;
import java.util.TreeMap;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

@Component
final class PostgresBooks implements Books {

  private static final String LAST_ENTRY = "SELECT coalesce(max(entry_no), 0) FROM journal_entry";

  private static final String GROUPS = """
      SELECT p.currency, p.kind, count(*) AS accounts, sum(p.amount) AS sum
        FROM (
          SELECT currency, sum(amount) AS amount,
                 CASE WHEN account LIKE 'platform:%' THEN account
                      ELSE split_part(account, ':', 1) END AS kind
            FROM posting GROUP BY account, currency) p
       GROUP BY p.currency, p.kind
       ORDER BY p.currency, p.kind""";

  private static final String DIFFERENCES = """
      SELECT account, currency, coalesce(a.balance, 0) AS balance, coalesce(p.sum, 0) AS postings
        FROM account a
        FULL JOIN (
          SELECT account, currency, sum(amount) AS sum FROM posting GROUP BY account, currency) p
          USING (account, currency)
       WHERE coalesce(a.balance, 0) <> coalesce(p.sum, 0)
       ORDER BY account, currency
       LIMIT 1000""";

  private final DatabaseClient database;
  private final TransactionalOperator snapshot;

  PostgresBooks(DatabaseClient database, ReactiveTransactionManager transactions) {
    this.database = database;
    this.snapshot = Snapshot.of(transactions);
  }

  @Override
  public Mono<TrialBalance> trialBalance() {
    return Mono.zip(lastEntry(), currencies(), differences())
        .map(all -> new TrialBalance(all.getT1(), all.getT2(), all.getT3()))
        .as(snapshot::transactional);
  }

  private Mono<Long> lastEntry() {
    return database.sql(LAST_ENTRY).mapValue(Long.class).one();
  }

  private Mono<List<CurrencySum>> currencies() {
    return database
        .sql(GROUPS)
        .map(row -> new CurrencyGroup(Columns.text(row, "currency"), group(row)))
        .all()
        .collect(groupingBy(CurrencyGroup::currency, TreeMap::new, toList()))
        .map(byCurrency -> byCurrency.entrySet().stream()
            .map(entry -> sum(
                entry.getKey(),
                entry.getValue().stream().map(CurrencyGroup::group).toList()))
            .toList());
  }

  private record CurrencyGroup(String currency, GroupSum group) {}

  private static GroupSum group(Readable row) {
    return new GroupSum(
        Columns.text(row, "kind"), Columns.number(row, "accounts"), Columns.decimal(row, "sum"));
  }

  private static CurrencySum sum(String currency, List<GroupSum> groups) {
    var sum = groups.stream().map(GroupSum::sum).reduce(BigDecimal.ZERO, BigDecimal::add);
    return new CurrencySum(currency, sum, groups);
  }

  private Mono<List<AccountDifference>> differences() {
    return database
        .sql(DIFFERENCES)
        .map(row -> new AccountDifference(
            Columns.text(row, "account"),
            Columns.text(row, "currency"),
            Columns.decimal(row, "balance"),
            Columns.decimal(row, "postings")))
        .all()
        .collectList();
  }
}
