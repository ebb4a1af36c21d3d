package io.tollgate.metering.replay;

import io.tollgate.metering.collection.BooksReplay;
import io.tollgate.metering.collection.Disagreement;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import reactor.core.publisher.Mono;

/**
 * Replays the ledger in its recorded order: the draws of every slot, then every collection and
 * adjustment with the journal entries that follow from them. What differs from what is recorded in
 * any byte is told.
 *
 * <p>It reads one state of the ledger and changes nothing; usage, collections and corrections go on
 * meanwhile. Memory is bounded; the database sorts the records once.
 */
@Component
public final class LedgerReplay {

  private final SlotHistory slots;
  private final BooksReplay books;
  private final TransactionalOperator undone;

  LedgerReplay(SlotHistory slots, BooksReplay books, ReactiveTransactionManager transactions) {
    this.slots = slots;
    this.books = books;
    var oneState = new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    oneState.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    this.undone = TransactionalOperator.create(transactions, oneState);
  }

  /**
   * What was replayed.
   *
   * @param records that asked a quota
   * @param entries of the journal, for usage and its adjustments
   * @param disagreements some of them, if there are many; none is expected
   */
  public record Replayed(
      long slots,
      long records,
      long corrections,
      long closings,
      long aggregates,
      long entries,
      List<Disagreement> disagreements) {

    public Replayed {
      disagreements = List.copyOf(disagreements);
    }
  }

  /** Replays all; {@link RecordsSetAsideException} where the records are no longer all there. */
  public Mono<Replayed> replay() {
    return undone
        .execute(transaction -> {
          transaction.setRollbackOnly();
          return requireAll().then(replayNow());
        })
        .single()
        .checkpoint("replay.ledger");
  }

  private Mono<Void> requireAll() {
    return slots
        .monthsSetAside()
        .filter(months -> months > 0)
        .flatMap(months -> Mono.error(new RecordsSetAsideException(months)));
  }

  private Mono<Replayed> replayNow() {
    return Mono.defer(() -> new DrawsReplay(slots).run())
        .flatMap(draws -> books.replay().map(published -> {
          var all = new ArrayList<Disagreement>(draws.disagreements());
          all.addAll(published.disagreements());
          return new Replayed(
              draws.slots(),
              draws.records(),
              draws.corrections(),
              published.closings(),
              published.aggregates(),
              published.entries(),
              all);
        }));
  }
}
