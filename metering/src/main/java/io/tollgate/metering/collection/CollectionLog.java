package io.tollgate.metering.collection;

import io.tollgate.rules.usage.Cycle;
import java.time.Instant;
import reactor.core.publisher.Mono;

/** Which collections were done, and how far they reached. All calls join the caller's transaction. */
public interface CollectionLog {

  /** Whether this very collection was done. */
  Mono<Boolean> contains(CollectionDue due);

  /** How far the collections of this kind of cycle have come; {@link Reach#NONE} before the first. */
  Mono<Reach> lastReach(Cycle cycle);

  /** The {@link Take#floor} for what follows {@code before}; -1 where there is none. */
  Mono<Long> floorAfter(Reach before);

  /** When the last collection of this kind of cycle was due; empty before the first. */
  Mono<Instant> lastDueAt(Cycle cycle);

  /** Whether a timer of {@code kind} waits; the answer holds until the caller's commit. */
  Mono<Boolean> lockSchedule(String kind);

  /** Notes that the collection {@code due} was done up to {@code reach} by {@code closing}. */
  Mono<Void> add(CollectionDue due, Reach reach, Closing closing);
}
