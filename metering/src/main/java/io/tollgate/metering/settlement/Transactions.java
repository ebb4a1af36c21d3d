package io.tollgate.metering.settlement;

import io.tollgate.metering.feed.Feed;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
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

  /** All waiting transactions of an ISV, in one fixed order. */
  Flux<WaitingTransaction> waiting(int isvNo);

  /** Notes that these transactions are on the statement. */
  Mono<Void> bill(long statementNo, List<DraftStatement.Placed> placed);

  /** Takes all transactions off the statement; they wait again. */
  Mono<Void> unbill(long statementNo);

  @Override
  default long positionOf(ListedTransaction item) {
    return item.transactionNo();
  }
}
