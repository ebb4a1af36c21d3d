package io.tollgate.metering.account;

import io.tollgate.metering.audit.AuditLog;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.rules.journal.JournalEntry;
import io.tollgate.rules.money.Money;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Opens customers and takes their money. Each change is one transaction with its audit entry. */
@Service
public class Customers {

  private final CustomerStore store;
  private final Journal journal;
  private final AuditLog audit;
  private final BusinessClock clock;
  private final TransactionalOperator transaction;

  Customers(
      CustomerStore store,
      Journal journal,
      AuditLog audit,
      BusinessClock clock,
      TransactionalOperator transaction) {
    this.store = store;
    this.journal = journal;
    this.audit = audit;
    this.clock = clock;
    this.transaction = transaction;
  }

  /** Empty where the id is taken. */
  public Mono<CustomerAccount> open(NewCustomer customer) {
    return store
        .add(customer, clock.now())
        .filter(added -> added)
        .flatMap(added -> audit
            .record("customer.open", subject(customer.customerId()), null, customer)
            .then(store.find(customer.customerId())))
        .as(transaction::transactional);
  }

  /** Empty where there is no such customer. */
  public Mono<CustomerAccount> find(String customerId) {
    return store.find(customerId);
  }

  /** In the order of their opening, from the one after {@code after}. */
  public Mono<List<CustomerAccount>> list(long after, int limit) {
    return store.list(after, limit);
  }

  /** The entries that moved the customer's money, in the order of the journal. */
  public Mono<List<AccountEntry>> entries(String customerId, long after, int limit) {
    return store.entries(customerId, after, limit);
  }

  /**
   * Takes {@code amount} in the customer's currency; positive. Empty where there is no such
   * customer.
   */
  public Mono<PaidIn> topUp(String customerId, BigDecimal amount, String reference) {
    return store
        .lock(customerId)
        .flatMap(
            account -> topUp(account, new Money(amount, account.customer().currency()), reference))
        .as(transaction::transactional);
  }

  private Mono<PaidIn> topUp(CustomerAccount account, Money amount, String reference) {
    var customer = account.customer();
    return store
        .addTopUp(customer.customerNo(), reference, amount, clock.now())
        .flatMap(added -> added
            ? pay(account, amount, reference)
            : store
                .topUp(customer, reference)
                .map(paid -> repeated(account, paid, amount, reference)));
  }

  private Mono<PaidIn> pay(CustomerAccount account, Money amount, String reference) {
    var customer = account.customer();
    var after = new CustomerAccount(customer, account.balance().plus(amount));
    var now = clock.now();
    return audit
        .record(
            "customer.top-up",
            subject(customer.customerId()),
            Map.of("balance", account.balance().plainAmount()),
            Map.of(
                "balance", after.balance().plainAmount(),
                "amount", amount.plainAmount(),
                "reference", reference))
        .then(journal.post(JournalEntry.topUp(customer.customerId(), amount, reference, now)))
        .then(store.find(customer.customerId()))
        .map(PaidIn.Paid::new);
  }

  private static PaidIn repeated(
      CustomerAccount account, Money paid, Money amount, String reference) {
    return paid.equals(amount)
        ? new PaidIn.Repeated(account)
        : new PaidIn.ReferenceReused(reference, paid);
  }

  /**
   * Marks a credit customer's month as repaid; marking it again changes nothing. Empty where there
   * is no such customer.
   */
  public Mono<Customer> repay(String customerId, YearMonth month) {
    return store
        .lock(customerId)
        .map(CustomerAccount::customer)
        .flatMap(customer -> store
            .addRepayment(customer.customerNo(), month, clock.now())
            .filter(added -> added)
            .flatMap(added -> audit.record(
                "customer.repay", subject(customerId), null, Map.of("month", month.toString())))
            .thenReturn(customer))
        .as(transaction::transactional);
  }

  private static String subject(String customerId) {
    return "customer:" + customerId;
  }
}
