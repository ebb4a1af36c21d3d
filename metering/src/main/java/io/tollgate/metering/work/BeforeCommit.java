package io.tollgate.metering.work;

import org.springframework.transaction.NoTransactionException;
import org.springframework.transaction.reactive.TransactionSynchronization;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import reactor.core.publisher.Mono;

/** What takes a lock that everybody needs, and is left for the end of its transaction. */
public final class BeforeCommit {

  private BeforeCommit() {}

  /**
   * Subscribes to {@code step} when all else in the caller's transaction is done, as part of it: a
   * failure rolls everything back. Steps run in the order in which they were left. At once where
   * there is no transaction.
   */
  public static Mono<Void> then(Mono<Void> step) {
    return TransactionSynchronizationManager.forCurrentTransaction()
        .doOnNext(transaction -> transaction.registerSynchronization(new Step(step)))
        .thenReturn(true)
        .onErrorReturn(NoTransactionException.class, false)
        .flatMap(registered -> registered ? Mono.empty() : step);
  }

  private record Step(Mono<Void> step) implements TransactionSynchronization {

    @Override
    public Mono<Void> beforeCommit(boolean readOnly) {
      return step;
    }
  }
}
