package io.tollgate.metering.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** How the worker takes deliveries and puts them back. */
public interface DeliveryQueue {

  /**
   * Leases deliveries that are due at {@code now}, the first waiting one of each instance only, and
   * counts the attempt.
   *
   * @param freePerIsv how many more calls the ISVs with calls under way can take
   * @param freeElse how many calls any other ISV can take
   * @param limit most deliveries to lease
   * @param lease how long they are this node's, by the system's time
   */
  Flux<LeasedDelivery> take(
      Instant now, Map<Integer, Integer> freePerIsv, int freeElse, int limit, Duration lease);

  /**
   * Locks what the end of this delivery may change: its instance, and where it is about an order the
   * customer before and all instances that the order brought. Joins the caller's transaction, and
   * comes first in it.
   */
  Mono<Void> lockConcerned(Delivery delivery);

  /**
   * Writes down an attempt and where the delivery stands after it, if the lease is still held;
   * false when another node has taken over. Joins the caller's transaction.
   */
  Mono<Boolean> record(LeasedDelivery leased, AttemptRecord attempt);

  /** Whether a delivery is due now and nothing of its instance that waits longer holds it up. */
  Mono<Boolean> anyDue(Instant now);

  /** The earliest due time after {@code now}; empty when there is none. */
  Mono<Instant> nextDue(Instant now);

  /** How many deliveries wait. */
  Mono<Long> countPending();

  /** The schedules, by activity and generation. */
  Flux<ScheduledActivity> schedules();

  /** A delivery that is this node's for a while. */
  record LeasedDelivery(
      Delivery delivery, Instant startedAt, int attemptsInSeries, String leasedBy) {}

  /**
   * One row of the schedules.
   *
   * @param license whether it is for products that are delivered as licences, in place of the common
   */
  record ScheduledActivity(
      Activity activity, Generation generation, boolean license, RetrySchedule schedule) {}

  /**
   * What is written after an attempt.
   *
   * @param nextAttemptAt set if and only if the state is PENDING
   */
  record AttemptRecord(
      Instant at,
      DeliveryState state,
      @Nullable Instant nextAttemptAt,
      CallOutcome.Exchange exchange,
      @Nullable String error) {}
}
