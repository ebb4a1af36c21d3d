package io.tollgate.metering.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.metering.delivery.CallOutcome.Done;
import io.tollgate.metering.delivery.CallOutcome.Refused;
import io.tollgate.metering.delivery.CallOutcome.Unanswered;
import io.tollgate.metering.delivery.CallOutcome.UnderWay;
import io.tollgate.metering.delivery.DeliveryQueue.AttemptRecord;
import io.tollgate.metering.delivery.DeliveryQueue.LeasedDelivery;
import io.tollgate.metering.event.Event;
import io.tollgate.metering.event.EventType;
import io.tollgate.metering.event.Events;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** What follows an attempt: it is written down together with everything that follows from it. */
final class DeliveryEnding {

  /** Counts what had to be written again: a store that was away for a moment, never our own locks. */
  static final String REWRITTEN = "tollgate.delivery.rewritten";

  private static final Duration SCHEDULES_KEPT = Duration.ofMinutes(1);

  private final DeliveryQueue queue;
  private final Events events;
  private final Map<Activity, DeliveryConsequence> consequences;
  private final Mono<Map<ScheduleKey, RetrySchedule>> schedules;
  private final TransactionalOperator transaction;
  private final Retry blips;

  DeliveryEnding(
      DeliveryQueue queue,
      Events events,
      Map<Activity, DeliveryConsequence> consequences,
      TransactionalOperator transaction,
      MeterRegistry meters) {
    this.queue = queue;
    this.events = events;
    this.consequences = Map.copyOf(consequences);
    this.transaction = transaction;
    this.blips = Retry.backoff(5, Duration.ofMillis(20))
        .maxBackoff(Duration.ofSeconds(1))
        .jitter(0.5)
        .doBeforeRetry(signal -> meters.counter(REWRITTEN).increment());
    this.schedules = Mono.defer(() -> read(queue))
        .cache(found -> SCHEDULES_KEPT, error -> Duration.ZERO, () -> Duration.ZERO);
  }

  private static Mono<Map<ScheduleKey, RetrySchedule>> read(DeliveryQueue queue) {
    return queue
        .schedules()
        .collectMap(
            row -> new ScheduleKey(row.activity(), row.generation(), row.license()),
            DeliveryQueue.ScheduledActivity::schedule);
  }

  /** Writes an attempt down once; a lost lease means that another node does. */
  Mono<Void> after(LeasedDelivery leased, Instant at, CallOutcome outcome) {
    return schedules
        .map(all -> schedule(all, leased.delivery()))
        .map(schedule -> step(leased, outcome, schedule))
        .flatMap(step -> write(leased, at, outcome, step))
        .retryWhen(blips);
  }

  private static RetrySchedule schedule(Map<ScheduleKey, RetrySchedule> all, Delivery delivery) {
    var common = new ScheduleKey(delivery.activity(), delivery.generation(), false);
    var own = new ScheduleKey(delivery.activity(), delivery.generation(), delivery.license());
    return all.getOrDefault(own, all.getOrDefault(common, RetrySchedule.ONCE));
  }

  private static Step step(LeasedDelivery leased, CallOutcome outcome, RetrySchedule schedule) {
    return switch (outcome) {
      case Done done -> new Step.Delivered(done.instanceId());
      case UnderWay underWay -> begun(leased, underWay, schedule);
      case Refused refused -> again(leased, refused.error(), schedule);
      case Unanswered unanswered -> again(leased, unanswered.error(), schedule);
    };
  }

  /** A create that is under way is over as a call: a query follows it. A query is asked again. */
  private static Step begun(LeasedDelivery leased, UnderWay underWay, RetrySchedule schedule) {
    if (leased.delivery().activity() != Activity.NEW_INSTANCE) {
      return again(leased, "under way", schedule);
    }
    return underWay.instanceId() == null
        ? again(leased, "under way without an instanceId (expected: one to ask after)", schedule)
        : new Step.UnderWay(underWay.instanceId());
  }

  private static Step again(LeasedDelivery leased, String error, RetrySchedule schedule) {
    return schedule
        .next(
            leased.startedAt(),
            leased.attemptsInSeries(),
            ThreadLocalRandom.current().nextDouble())
        .<Step>map(due -> new Step.Again(due, error))
        .orElseGet(() -> new Step.Failed(error));
  }

  private Mono<Void> write(LeasedDelivery leased, Instant at, CallOutcome outcome, Step step) {
    var exchange = outcome.exchange();
    var attempt = switch (step) {
      case Step.Delivered delivered ->
        new AttemptRecord(at, DeliveryState.DELIVERED, null, exchange, null);
      case Step.UnderWay underWay ->
        new AttemptRecord(at, DeliveryState.DELIVERED, null, exchange, null);
      case Step.Again again ->
        new AttemptRecord(at, DeliveryState.PENDING, again.due(), exchange, again.error());
      case Step.Failed failed ->
        new AttemptRecord(at, DeliveryState.FAILED, null, exchange, failed.error());
    };
    return queue
        .lockConcerned(leased.delivery())
        .then(Mono.defer(() -> queue.record(leased, attempt)))
        .filter(held -> held)
        .flatMap(held -> follow(leased.delivery(), step))
        .as(transaction::transactional);
  }

  private Mono<Void> follow(Delivery delivery, Step step) {
    return switch (step) {
      case Step.Delivered delivered ->
        consequence(delivery, then -> then.delivered(delivery, delivered.instanceId()));
      case Step.UnderWay underWay ->
        consequence(delivery, then -> then.underWay(delivery, underWay.instanceId()));
      case Step.Again again -> Mono.empty();
      case Step.Failed failed ->
        events
            .raise(failedEvent(delivery, failed.error()))
            .then(consequence(delivery, then -> then.failed(delivery, failed.error())));
    };
  }

  private Mono<Void> consequence(
      Delivery delivery, Function<DeliveryConsequence, Mono<Void>> follow) {
    var consequence = consequences.get(delivery.activity());
    return consequence == null ? Mono.empty() : Mono.defer(() -> follow.apply(consequence));
  }

  private static Event failedEvent(Delivery delivery, String error) {
    var data = Map.<String, Object>of(
        "deliveryId", Long.toString(delivery.deliveryNo()),
        "activity", delivery.activity().wireName(),
        "error", error);
    return new Event(
        EventType.DELIVERY_FAILED, delivery.isvNo(), null, delivery.instanceNo(), data);
  }

  private record ScheduleKey(Activity activity, Generation generation, boolean license) {}

  private sealed interface Step {

    record Delivered(@Nullable String instanceId) implements Step {}

    record UnderWay(String instanceId) implements Step {}

    record Again(Instant due, String error) implements Step {}

    record Failed(String error) implements Step {}
  }
}
