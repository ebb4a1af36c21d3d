package io.tollgate.metering.reconciliation.postgres;

import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/** Several queries that see the database as of one moment. */
final class Snapshot {

  private Snapshot() {}

  static TransactionalOperator of(ReactiveTransactionManager transactions) {
    var definition = new DefaultTransactionDefinition();
    definition.setReadOnly(true);
    definition.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    return TransactionalOperator.create(transactions, definition);
  }
}
