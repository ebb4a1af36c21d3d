package io.tollgate.metering.collection;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.collection.UsageSource.Reading;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Closes the cycles that ended: reads what was accepted and not yet collected, rates it, publishes
 * it, and charges the customers, all in the caller's transaction. A collection that failed left
 * nothing behind and is simply done again; one that was done is not done twice.
 *
 * <p>One collection runs at a time, on whichever node; it holds the end of the feed alone. Memory is
 * bounded by {@link #BATCH_SIZE}, but for one sum per charged customer at the end.
 */
@Component
final class CycleCollection {

  /** Aggregates in memory at a time; large enough that a round trip costs little beside them. */
  private static final int BATCH_SIZE = 2_000;

  private final CollectionLog collections;
  private final Watermark watermark;
  private final UsageSource ledger;
  private final MonthRating rating;
  private final FeedWriter feed;
  private final UsageCharge charge;
  private final BusinessClock clock;

  CycleCollection(
      CollectionLog collections,
      Watermark watermark,
      UsageSource ledger,
      MonthRating rating,
      FeedWriter feed,
      UsageCharge charge,
      BusinessClock clock) {
    this.collections = collections;
    this.watermark = watermark;
    this.ledger = ledger;
    this.rating = rating;
    this.feed = feed;
    this.charge = charge;
    this.clock = clock;
  }

  /** Does the collection that is due; empty where it was done before. */
  Mono<Closing> collect(CollectionDue due) {
    return feed.lock()
        .filterWhen(end -> collections.contains(due).map(done -> !done))
        .flatMap(end -> take(due).flatMap(take -> collect(due, take, open(end))))
        .checkpoint("collection.collect");
  }

  /**
   * The order matters: the reach is read under the lock, and the watermark fixed after it. One by
   * one, too: fixing it sets the transaction aside, which nothing else may use meanwhile.
   */
  private Mono<Take> take(CollectionDue due) {
    return collections
        .lastReach(due.cycle())
        .flatMap(before -> collections
            .floorAfter(before)
            .flatMap(floor -> watermark
                .fix()
                .map(number -> new Take(before, new Reach(number, due.horizon()), floor))));
  }

  private OpenClosing open(FeedEnd end) {
    return new OpenClosing(end, collectedAt());
  }

  /** Whole seconds, so that a collection in time looks the same whichever node did it. */
  private Instant collectedAt() {
    return clock.now().truncatedTo(ChronoUnit.SECONDS);
  }

  private Mono<Closing> collect(CollectionDue due, Take take, OpenClosing closing) {
    return ledger
        .open(due.cycle(), take, closing.firstSequence())
        .flatMap(reading -> publishAll(reading, closing))
        .then(settleMonths(due, closing))
        .then(Mono.defer(() -> end(due, take.upTo(), closing.close())));
  }

  private Mono<Void> publishAll(Reading reading, OpenClosing closing) {
    return reading
        .next(BATCH_SIZE)
        .flatMap(usages -> rating
            .rate(usages)
            .flatMap(rated -> publish(rated, closing))
            .thenReturn(usages.size() < BATCH_SIZE))
        .repeat()
        .takeUntil(isLast -> isLast)
        .then();
  }

  private Mono<Void> settleMonths(CollectionDue due, OpenClosing closing) {
    return rating
        .settle(due.cycle(), due.horizon(), BATCH_SIZE)
        .flatMap(settled -> publish(settled.adjustments(), closing).thenReturn(settled.isLast()))
        .repeat()
        .takeUntil(isLast -> isLast)
        .then();
  }

  private Mono<Void> publish(List<RatedUsage> rated, OpenClosing closing) {
    return rated.isEmpty()
        ? Mono.empty()
        : feed.append(closing.closingNo(), closing.publish(rated));
  }

  private Mono<Closing> end(CollectionDue due, Reach reach, Closing closing) {
    return feed.close(closing)
        .then(collections.add(due, reach, closing))
        .then(charge.charge(closing))
        .thenReturn(closing);
  }
}
