package io.tollgate.metering.account.postgres;

import io.tollgate.metering.account.AccountEntry;
import io.tollgate.metering.account.Customer;
import io.tollgate.metering.account.CustomerAccount;
import io.tollgate.metering.account.CustomerStore;
import io.tollgate.metering.account.NewCustomer;
import io.tollgate.rules.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
final class PostgresCustomerStore implements CustomerStore {

  private static final String CUSTOMER = """
      SELECT c.customer_no, c.customer_id, c.name, c.level, c.type, c.currency, c.standing,
             c.negative_since, c.grace_ends_at, c.retention_ends_at, c.created_at,
             coalesce(a.balance, 0) AS balance
        FROM customer c
        LEFT JOIN account a ON a.account = 'customer:' || c.customer_id AND a.currency = c.currency
      """;

  private static final String FIND = CUSTOMER + "WHERE c.customer_id = :customerId";

  private static final String LOCK =
      "SELECT customer_no FROM customer WHERE customer_id = :customerId FOR NO KEY UPDATE";

  private static final String FIND_BY_NO = CUSTOMER + "WHERE c.customer_no = :customerNo";

  private static final String LIST =
      CUSTOMER + "WHERE c.customer_no > :position ORDER BY c.customer_no LIMIT :limit";

  private static final String ADD = """
      INSERT INTO customer (customer_id, name, level, type, currency, created_at)
      VALUES (:customerId, :name, :level, :type, :currency, :createdAt)
      ON CONFLICT (customer_id) DO NOTHING""";

  private static final String ADD_TOP_UP = """
      INSERT INTO top_up (customer_no, reference, amount, created_at)
      VALUES (:customerNo, :reference, :amount, :createdAt)
      ON CONFLICT (customer_no, reference) DO NOTHING""";

  private static final String TOP_UP =
      "SELECT amount FROM top_up WHERE customer_no = :customerNo AND reference = :reference";

  private static final String ADD_REPAYMENT = """
      INSERT INTO repayment (customer_no, month, repaid_at) VALUES (:customerNo, :month, :repaidAt)
      ON CONFLICT (customer_no, month) DO NOTHING""";

  private static final String ENTRIES = """
      WITH page AS (
        SELECT DISTINCT entry_no FROM posting
         WHERE account = 'customer:' || :customerId AND entry_no > :position
         ORDER BY entry_no LIMIT :limit)
      SELECT e.entry_no, e.kind, e.occurred_at, e.reference, p.account, p.amount, p.currency
        FROM page JOIN journal_entry e USING (entry_no) JOIN posting p USING (entry_no)
       ORDER BY e.entry_no, p.line""";

  private final DatabaseClient database;

  PostgresCustomerStore(DatabaseClient database) {
    this.database = database;
  }

  @Override
  public Mono<CustomerAccount> find(String customerId) {
    return database
        .sql(FIND)
        .bind("customerId", customerId)
        .map(CustomerRow::account)
        .one();
  }

  /** Reads after the lock is held, so that the balance is of then. */
  @Override
  public Mono<CustomerAccount> lock(String customerId) {
    return database
        .sql(LOCK)
        .bind("customerId", customerId)
        .mapValue(Integer.class)
        .one()
        .flatMap(this::byNo);
  }

  private Mono<CustomerAccount> byNo(int customerNo) {
    return database
        .sql(FIND_BY_NO)
        .bind("customerNo", customerNo)
        .map(CustomerRow::account)
        .one();
  }

  @Override
  public Mono<List<CustomerAccount>> list(long after, int limit) {
    return database
        .sql(LIST)
        .bind("position", after)
        .bind("limit", limit)
        .map(CustomerRow::account)
        .all()
        .collectList();
  }

  @Override
  public Mono<Boolean> add(NewCustomer customer, Instant createdAt) {
    return database
        .sql(ADD)
        .bind("customerId", customer.customerId())
        .bind("name", customer.name())
        .bind("level", customer.level().name())
        .bind("type", customer.type().name())
        .bind("currency", customer.currency().getCurrencyCode())
        .bind("createdAt", createdAt)
        .fetch()
        .rowsUpdated()
        .map(rows -> rows == 1);
  }

  @Override
  public Mono<Boolean> addTopUp(int customerNo, String reference, Money amount, Instant createdAt) {
    return database
        .sql(ADD_TOP_UP)
        .bind("customerNo", customerNo)
        .bind("reference", reference)
        .bind("amount", amount.amount())
        .bind("createdAt", createdAt)
        .fetch()
        .rowsUpdated()
        .map(rows -> rows == 1);
  }

  @Override
  public Mono<Money> topUp(Customer customer, String reference) {
    return database
        .sql(TOP_UP)
        .bind("customerNo", customer.customerNo())
        .bind("reference", reference)
        .mapValue(BigDecimal.class)
        .one()
        .map(amount -> new Money(amount, customer.currency()));
  }

  @Override
  public Mono<Boolean> addRepayment(int customerNo, YearMonth month, Instant repaidAt) {
    return database
        .sql(ADD_REPAYMENT)
        .bind("customerNo", customerNo)
        .bind("month", month.atDay(1))
        .bind("repaidAt", repaidAt)
        .fetch()
        .rowsUpdated()
        .map(rows -> rows == 1);
  }

  @Override
  public Mono<List<AccountEntry>> entries(String customerId, long after, int limit) {
    return database
        .sql(ENTRIES)
        .bind("customerId", customerId)
        .bind("position", after)
        .bind("limit", limit)
        .map(EntryRow::of)
        .all()
        .bufferUntilChanged(EntryRow::entryNo)
        .map(EntryRow::entry)
        .collectList();
  }
}
