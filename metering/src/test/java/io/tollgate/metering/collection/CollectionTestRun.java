package io.tollgate.metering.collection;

import java.time.Duration;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Lets tests of other packages run a collection. */
public final class CollectionTestRun {

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private CollectionTestRun() {}

  /** Does the collection at its due time. */
  public static void collect(CollectionContext context, CollectionDue due) {
    context.moveTo(due.dueAt());
    collect(context::bean, due).block(PATIENCE);
  }

  /** Does the collection with the components that {@code parts} gives, whatever their time. */
  public static Mono<Closing> collect(Parts parts, CollectionDue due) {
    return parts
        .get(CycleCollection.class)
        .collect(due)
        .as(parts.get(TransactionalOperator.class)::transactional);
  }

  /** Components by their type. */
  @FunctionalInterface
  public interface Parts {

    <T> T get(Class<T> type);
  }
}
