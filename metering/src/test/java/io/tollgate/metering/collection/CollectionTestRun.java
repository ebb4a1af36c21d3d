package io.tollgate.metering.collection;

import java.time.Duration;
import org.springframework.transaction.reactive.TransactionalOperator;

/** Lets tests of other packages run a collection. */
public final class CollectionTestRun {

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private CollectionTestRun() {}

  /** Does the collection at its due time. */
  public static void collect(CollectionContext context, CollectionDue due) {
    context.moveTo(due.dueAt());
    context
        .bean(CycleCollection.class)
        .collect(due)
        .as(context.bean(TransactionalOperator.class)::transactional)
        .block(PATIENCE);
  }
}
