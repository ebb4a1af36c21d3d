package io.tollgate.metering.collection;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.collection.ReplayBooks.Collected;
import io.tollgate.rules.usage.Cycle;
import java.time.Instant;
import java.time.ZoneId;
import reactor.core.publisher.Mono;

/**
 * Everything that a collection found when it was done, for it to be done again: how far the ledger
 * reached before it and with it, and what time it was.
 */
record KnownCollection(
    Collected collection, Reach before, Instant collectedAt, ZoneId zone, CollectionLog collections)
    implements CollectionLog, Watermark, BusinessClock {

  @Override
  public Mono<Boolean> contains(CollectionDue due) {
    return Mono.just(false);
  }

  @Override
  public Mono<Reach> lastReach(Cycle cycle) {
    return Mono.just(before);
  }

  @Override
  public Mono<Long> floorAfter(Reach reach) {
    return collections.floorAfter(reach);
  }

  @Override
  public Mono<Long> fix() {
    return Mono.just(collection.reach().watermark());
  }

  @Override
  public Instant now() {
    return collectedAt;
  }

  @Override
  public Mono<Instant> lastDueAt(Cycle cycle) {
    return Mono.just(collection.due().dueAt());
  }

  @Override
  public Mono<Boolean> lockSchedule(String kind) {
    return Mono.just(true);
  }

  @Override
  public Mono<Void> add(CollectionDue due, Reach reach, Closing closing) {
    return Mono.empty();
  }
}
