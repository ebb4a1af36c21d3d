package io.tollgate.metering.instance;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.event.Event;
import io.tollgate.metering.event.EventType;
import io.tollgate.metering.event.Events;
import io.tollgate.metering.timer.Timers;
import io.tollgate.metering.usage.FactsChange;
import io.tollgate.metering.usage.FactsChanged;
import io.tollgate.metering.work.AfterCommit;
import io.tollgate.rules.instance.Effect;
import io.tollgate.rules.instance.Effect.Announce;
import io.tollgate.rules.instance.Effect.Announcement;
import io.tollgate.rules.instance.Effect.CancelRelease;
import io.tollgate.rules.instance.Effect.RefundInFull;
import io.tollgate.rules.instance.Effect.ScheduleRelease;
import io.tollgate.rules.instance.Effect.StartService;
import io.tollgate.rules.instance.Effect.TellIsv;
import io.tollgate.rules.instance.FreezeReason;
import io.tollgate.rules.instance.InstanceEvent;
import io.tollgate.rules.instance.InstanceLife;
import io.tollgate.rules.instance.InstanceState.Provisioning;
import io.tollgate.rules.instance.Transition;
import io.tollgate.rules.instance.Transition.Accepted;
import io.tollgate.rules.instance.Transition.Refused;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Lets things happen to instances: asks the rules what follows, and writes the new state and all
 * effects in the caller's transaction. Whoever changes several instances in one transaction locks
 * them all before the first change.
 */
@Service
public class InstanceChanges {

  private final InstanceStore instances;
  private final IsvCalls isvCalls;
  private final Timers timers;
  private final Events events;
  private final FactsChanged facts;
  private final BusinessClock clock;

  InstanceChanges(
      InstanceStore instances,
      IsvCalls isvCalls,
      Timers timers,
      Events events,
      FactsChanged facts,
      BusinessClock clock) {
    this.instances = instances;
    this.isvCalls = isvCalls;
    this.timers = timers;
    this.events = events;
    this.facts = facts;
    this.clock = clock;
  }

  /**
   * Applies {@code event} to an instance that the caller has locked. What is refused changes
   * nothing. {@link StartService} has been carried out by {@link ServiceStart}, who is the one to
   * provision; {@link RefundInFull} and its announcement are left to the caller, who knows the order.
   */
  public Mono<Transition> apply(Instance instance, InstanceEvent event, ChangeCause cause) {
    var transition = InstanceLife.transition(instance.state(), event);
    return switch (transition) {
      case Accepted accepted -> carryOut(instance, accepted, cause).thenReturn(transition);
      case Refused refused -> Mono.just(refused);
    };
  }

  private Mono<Void> carryOut(Instance instance, Accepted accepted, ChangeCause cause) {
    if (accepted.state().equals(instance.state()) && accepted.effects().isEmpty()) {
      return Mono.empty();
    }
    var deliveryNo = new AtomicReference<@Nullable Long>();
    return instances
        .update(instance, accepted.state(), clock.now())
        .thenMany(Flux.fromIterable(accepted.effects()))
        .concatMap(effect -> carryOut(instance, effect, cause, deliveryNo))
        .then(Mono.defer(() -> showRelease(instance)))
        .then(Mono.defer(() -> append(instance, accepted, cause, deliveryNo.get())))
        .then(announceFacts(instance));
  }

  private Mono<Void> carryOut(
      Instance instance,
      Effect effect,
      ChangeCause cause,
      AtomicReference<@Nullable Long> deliveryNo) {
    return switch (effect) {
      case TellIsv tell ->
        isvCalls.tell(instance, tell.call(), cause).doOnNext(deliveryNo::set).then();
      case StartService start -> Mono.empty();
      case ScheduleRelease release ->
        timers.schedule(
            InstanceTimers.RELEASE, releaseSubject(instance, release.reason()), release.at());
      case CancelRelease cancel ->
        timers.cancel(InstanceTimers.RELEASE, releaseSubject(instance, cancel.reason()));
      case Announce announce -> announce(instance, announce.announcement(), cause);
      case RefundInFull refund -> Mono.empty();
    };
  }

  private Mono<Void> announce(Instance instance, Announcement announcement, ChangeCause cause) {
    return announcement == Announcement.ORDER_REFUNDED
        ? Mono.empty()
        : events.raise(new Event(
            EventType.ofWireName(announcement.type()),
            instance.isvNo(),
            instance.customerNo(),
            instance.instanceNo(),
            Map.of("instanceId", String.valueOf(instance.instanceId()), "reason", cause.reason())));
  }

  private Mono<Void> showRelease(Instance instance) {
    return instance.state() instanceof Provisioning
        ? Mono.empty()
        : instances.showRelease(instance.instanceNo(), releaseSubjects(instance));
  }

  private Mono<Void> append(
      Instance instance, Accepted accepted, ChangeCause cause, @Nullable Long deliveryNo) {
    if (accepted.state().equals(instance.state())) {
      return Mono.empty();
    }
    return instances.append(new InstanceStore.StateChange(
        instance.instanceNo(),
        instance.version() + 1,
        instance.state(),
        accepted.state(),
        cause.reason(),
        deliveryNo,
        clock.now()));
  }

  private Mono<Void> announceFacts(Instance instance) {
    return AfterCommit.then(facts.publish(FactsChange.instance(instance.instanceNo())));
  }

  private static String releaseSubject(Instance instance, FreezeReason reason) {
    return instance.instanceNo() + ":" + reason;
  }

  private static List<String> releaseSubjects(Instance instance) {
    return Arrays.stream(FreezeReason.values())
        .map(reason -> releaseSubject(instance, reason))
        .toList();
  }
}
