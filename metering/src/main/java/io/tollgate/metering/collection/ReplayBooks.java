package io.tollgate.metering.collection;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A second set of books that lives as long as the caller's transaction: what a replay writes there is
 * compared with what was published, and never seen by anybody. All calls join that transaction.
 */
public interface ReplayBooks {

  /** Makes room for the second books. */
  Mono<Void> open();

  /** Published closings after {@code closingNo}, at most {@code limit}, in order. */
  Mono<List<Published>> closings(long closingNo, int limit);

  /** A feed whose end is {@code end}; holds nothing up. */
  FeedWriter feed(FeedEnd end);

  MonthUsages months();

  /**
   * What the closing that follows {@code end} and its aggregates were published as, and what they were
   * replayed as, where that differs in any byte; some of it, if it is much. Then forgets the replayed
   * ones.
   *
   * @param last the last sequence that was published or replayed
   */
  Flux<Disagreement> compare(FeedEnd end, long last);

  /** Months of tiered prices that differ between the books and the replay; some, if it is many. */
  Flux<Disagreement> compareMonths();

  /**
   * The next entries of usage and its adjustments after {@code entryNo}, at most {@code limit}, in
   * order.
   */
  Mono<List<NumberedEntry>> entries(long entryNo, int limit);

  /** An entry of the journal as it stands, balanced or not. */
  record NumberedEntry(
      long entryNo, String kind, Instant occurredAt, String reference, List<Line> lines) {

    public NumberedEntry {
      lines = List.copyOf(lines);
    }
  }

  /** A posting as it stands; {@code amount} with every digit. */
  record Line(String account, String amount, String currency) {}

  /**
   * A closing as it was published.
   *
   * @param lastSequence null where nothing was published with it
   * @param collection null where a correction closed the feed
   */
  record Published(
      long closingNo,
      Instant collectedAt,
      @Nullable Long lastSequence,
      String sha256,
      @Nullable Collected collection) {}

  /** What a collection is replayed from. */
  record Collected(CollectionDue due, Reach reach) {}
}
