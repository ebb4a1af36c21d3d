package io.tollgate.metering.settlement;

import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Keeps the list of transactions up to date between runs, for whoever looks at it. */
@Component
public final class SaleBook {

  private final Transactions transactions;
  private final Statements statements;
  private final TransactionalOperator transaction;

  SaleBook(Transactions transactions, Statements statements, TransactionalOperator transaction) {
    this.transactions = transactions;
    this.statements = statements;
    this.transaction = transaction;
  }

  /** Makes transactions of what was sold since the last time; waits for a run under way. */
  public Mono<Void> bringUpToDate() {
    return statements.lock().then(Mono.defer(transactions::gather)).as(transaction::transactional);
  }
}
