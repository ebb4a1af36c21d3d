package io.tollgate.metering.settlement;

import io.tollgate.metering.feed.Feed;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * What was sold, billed or not. A list for people and exports: unlike a feed's, its rows change
 * when they are billed. Trials are never in it.
 */
public interface Transactions extends Feed<ListedTransaction, TransactionFilter> {

  /** Makes transactions of what was sold since the last time. Joins the caller's transaction. */
  Mono<Void> gather();

  /** ISVs that have waiting transactions: their ids by their numbers. */
  Mono<Map<Integer, String>> waitingIsvs();

  /** Begins to read all waiting transactions of an ISV, in the caller's transaction. */
  Mono<Reading> openWaiting(int isvNo);

  /** Notes that these transactions are on the statement. */
  Mono<Void> bill(long statementNo, List<PlacedTransaction> placed);

  /** Takes all transactions off the statement; they wait again. */
  Mono<Void> unbill(long statementNo);

  @Override
  default long positionOf(ListedTransaction item) {
    return item.transactionNo();
  }

  /** A reading under way; its steps stay in the transaction that began it, one reading at a time. */
  interface Reading {

    /** The next ones, at most {@code limit}, in one fixed order; an empty list at the end. */
    Mono<List<WaitingTransaction>> next(int limit);

    /** Ends it, so that another can begin. */
    Mono<Void> close();
  }
}
