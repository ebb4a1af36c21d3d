package io.tollgate.metering.arrears;

import io.tollgate.metering.account.Customer;
import io.tollgate.metering.account.Customers;
import java.time.YearMonth;
import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Marks months as repaid, and restores the standing of a customer who owes no other. */
@Service
public class Repayments {

  private final Customers customers;
  private final CustomerStanding standing;
  private final TransactionalOperator transaction;

  Repayments(Customers customers, CustomerStanding standing, TransactionalOperator transaction) {
    this.customers = customers;
    this.standing = standing;
    this.transaction = transaction;
  }

  /** As {@link Customers#repay}, in one transaction with what follows. */
  public Mono<Customer> repay(String customerId, YearMonth month) {
    return customers
        .repay(customerId, month)
        .flatMap(customer -> standing.monthRepaid(customerId).thenReturn(customer))
        .as(transaction::transactional);
  }
}
