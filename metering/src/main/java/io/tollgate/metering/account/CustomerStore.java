package io.tollgate.metering.account;

import io.tollgate.rules.money.Money;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import reactor.core.publisher.Mono;

/** Where customers are kept. All calls join the caller's transaction. */
public interface CustomerStore {

  /** Empty where there is no such customer. */
  Mono<CustomerAccount> find(String customerId);

  /** The same, locked against other changes until the transaction ends. */
  Mono<CustomerAccount> lock(String customerId);

  /** In the order of their numbers, from the one after {@code after}. */
  Mono<List<CustomerAccount>> list(long after, int limit);

  /** False where the id is taken. */
  Mono<Boolean> add(NewCustomer customer, Instant createdAt);

  /** False where the customer has paid under this reference before. */
  Mono<Boolean> addTopUp(int customerNo, String reference, Money amount, Instant createdAt);

  /** What was paid under a reference; empty where nothing was. */
  Mono<Money> topUp(Customer customer, String reference);

  /** False where the month was marked before. */
  Mono<Boolean> addRepayment(int customerNo, YearMonth month, Instant repaidAt);

  /** The entries that moved the customer's money, in the order of the journal. */
  Mono<List<AccountEntry>> entries(String customerId, long after, int limit);
}
