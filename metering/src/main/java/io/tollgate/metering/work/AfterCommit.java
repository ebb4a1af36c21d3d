package io.tollgate.metering.work;

import org.springframework.transaction.NoTransactionException;
import org.springframework.transaction.reactive.TransactionSynchronization;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import reactor.core.publisher.Mono;

/** Actions that must not happen before others can see what caused them. */
public final class AfterCommit {

  private AfterCommit() {}

  /**
   * Runs {@code action} after the caller's transaction has committed, or at once where there is
   * none. It does not run after a rollback. It must not throw, nor wait.
   */
  public static Mono<Void> run(Runnable action) {
    return TransactionSynchronizationManager.forCurrentTransaction()
        .doOnNext(transaction -> transaction.registerSynchronization(new Action(action)))
        .then()
        .onErrorResume(NoTransactionException.class, none -> Mono.fromRunnable(action));
  }

  /**
   * Subscribes to {@code action} after the caller's transaction has committed, and lets the caller
   * wait for it; at once where there is none. It does not run after a rollback. It must not fail.
   */
  public static Mono<Void> then(Mono<Void> action) {
    return TransactionSynchronizationManager.forCurrentTransaction()
        .doOnNext(transaction -> transaction.registerSynchronization(new Step(action)))
        .thenReturn(true)
        .onErrorReturn(NoTransactionException.class, false)
        .flatMap(registered -> registered ? Mono.empty() : action);
  }

  private record Action(Runnable action) implements TransactionSynchronization {

    @Override
    public Mono<Void> afterCommit() {
      return Mono.fromRunnable(action);
    }
  }

  private record Step(Mono<Void> action) implements TransactionSynchronization {

    @Override
    public Mono<Void> afterCommit() {
      return action;
    }
  }
}
