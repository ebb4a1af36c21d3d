package io.tollgate.metering.collection.postgres;

import io.tollgate.metering.collection.Watermark;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import reactor.core.publisher.Mono;

/**
 * Whoever writes a batch holds the batch lock shared, from before it takes its number to its commit.
 * Holding the lock alone therefore means that every number given out has committed or never will.
 */
@Component
final class PostgresWatermark implements Watermark {

  private static final String WAIT_FOR_BATCHES = "SELECT pg_advisory_xact_lock(7004)";

  /** Batches own 2^16 record numbers each; a sequence that was never asked has given out nothing. */
  private static final String LAST_RECORD_NO = """
      SELECT CASE WHEN is_called THEN (last_value << 16) | 65535 ELSE -1 END
        FROM usage_batch_no""";

  private final DatabaseClient database;
  private final TransactionalOperator ownTransaction;

  PostgresWatermark(DatabaseClient database, ReactiveTransactionManager transactions) {
    this.database = database;
    this.ownTransaction = TransactionalOperator.create(
        transactions,
        new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRES_NEW));
  }

  @Override
  public Mono<Long> fix() {
    return database
        .sql(WAIT_FOR_BATCHES)
        .then()
        .then(database.sql(LAST_RECORD_NO).mapValue(Long.class).one())
        .as(ownTransaction::transactional);
  }
}
