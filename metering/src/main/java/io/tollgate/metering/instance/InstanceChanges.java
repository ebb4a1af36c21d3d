package io.tollgate.metering.instance;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.delivery.Deliveries;
import io.tollgate.metering.event.Event;
import io.tollgate.metering.event.EventType;
import io.tollgate.metering.event.Events;
import io.tollgate.metering.instance.InstanceStore.NewState;
import io.tollgate.metering.instance.InstanceStore.StateChange;
import io.tollgate.metering.timer.Timers;
import io.tollgate.metering.timer.Timers.NewTimer;
import io.tollgate.metering.usage.FactsChange;
import io.tollgate.metering.usage.FactsChanged;
import io.tollgate.metering.work.AfterCommit;
import io.tollgate.metering.work.BeforeCommit;
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
import io.tollgate.rules.instance.InstanceState;
import io.tollgate.rules.instance.Transition;
import io.tollgate.rules.instance.Transition.Accepted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/**
 * Lets things happen to instances: asks the rules what follows, and writes the new state and all
 * effects in the caller's transaction. Whoever changes several instances in one transaction locks
 * them all before the first change.
 */
@Service
public class InstanceChanges {

  private final InstanceStore instances;
  private final Deliveries deliveries;
  private final Timers timers;
  private final Events events;
  private final FactsChanged facts;
  private final BusinessClock clock;

  InstanceChanges(
      InstanceStore instances,
      Deliveries deliveries,
      Timers timers,
      Events events,
      FactsChanged facts,
      BusinessClock clock) {
    this.instances = instances;
    this.deliveries = deliveries;
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
    return applyAll(List.of(new Happening(instance, event, cause))).map(List::getFirst);
  }

  /**
   * The same for several instances, each named once: a handful of statements however many they are.
   * The transitions and the feed are in the order of {@code happenings}.
   */
  public Mono<List<Transition>> applyAll(List<Happening> happenings) {
    requireEachOnce(happenings);
    var transitions = new ArrayList<Transition>(happenings.size());
    var changes = new ArrayList<Change>(happenings.size());
    for (var happening : happenings) {
      var before = happening.instance().state();
      var transition = InstanceLife.transition(before, happening.event());
      transitions.add(transition);
      if (transition instanceof Accepted(var after, var effects)
          && !(after.equals(before) && effects.isEmpty())) {
        changes.add(new Change(happening.instance(), happening.cause(), after, effects));
      }
    }
    return (changes.isEmpty() ? Mono.<Void>empty() : carryOut(changes)).thenReturn(transitions);
  }

  private static void requireEachOnce(List<Happening> happenings) {
    var named = new HashSet<Long>();
    for (var happening : happenings) {
      if (!named.add(happening.instance().instanceNo())) {
        throw new IllegalArgumentException("happenings: instance "
            + happening.instance().instanceNo() + " (expected: each instance once)");
      }
    }
  }

  /** Timers come before the states, which show when the next release is due. */
  private Mono<Void> carryOut(List<Change> changes) {
    var now = clock.now();
    return timers
        .cancel(InstanceTimers.RELEASE, cancelledReleases(changes))
        .then(timers.schedule(releases(changes)))
        .then(instances.update(
            changes.stream()
                .map(change -> new NewState(change.instance, change.after))
                .toList(),
            now))
        .then(events.raise(announcements(changes)))
        .then(tellIsvs(changes))
        .flatMap(deliveryNos ->
            BeforeCommit.then(instances.append(stateChanges(changes, deliveryNos), now)))
        .then(announceFacts(changes));
  }

  private static List<String> cancelledReleases(List<Change> changes) {
    return changes.stream()
        .flatMap(change -> change
            .effects(CancelRelease.class)
            .map(cancel -> releaseSubject(change.instance, cancel.reason())))
        .toList();
  }

  private static List<NewTimer> releases(List<Change> changes) {
    return changes.stream()
        .flatMap(change -> change
            .effects(ScheduleRelease.class)
            .map(release -> new NewTimer(
                InstanceTimers.RELEASE,
                releaseSubject(change.instance, release.reason()),
                release.at())))
        .toList();
  }

  private static String releaseSubject(Instance instance, FreezeReason reason) {
    return instance.instanceNo() + ":" + reason;
  }

  private static List<Event> announcements(List<Change> changes) {
    return changes.stream()
        .flatMap(change -> change
            .effects(Announce.class)
            .map(Announce::announcement)
            .filter(announcement -> announcement != Announcement.ORDER_REFUNDED)
            .map(change::event))
        .toList();
  }

  /** The numbers of the deliveries by those of the instances; none where no call is made. */
  private Mono<Map<Long, Long>> tellIsvs(List<Change> changes) {
    var calls = changes.stream()
        .flatMap(change -> change
            .effects(TellIsv.class)
            .flatMap(tell -> IsvCalls.call(change.instance, tell.call(), change.cause).stream()))
        .toList();
    return deliveries.enqueue(calls).map(numbers -> {
      var byInstance = new HashMap<Long, Long>();
      for (var place = 0; place < calls.size(); place++) {
        byInstance.put(calls.get(place).instanceNo(), numbers.get(place));
      }
      return byInstance;
    });
  }

  private static List<StateChange> stateChanges(List<Change> changes, Map<Long, Long> deliveryNos) {
    return changes.stream()
        .filter(change -> !change.after.equals(change.instance.state()))
        .map(change -> new StateChange(
            change.instance.instanceNo(),
            change.instance.version() + 1,
            change.instance.state(),
            change.after,
            change.cause.reason(),
            deliveryNos.get(change.instance.instanceNo())))
        .toList();
  }

  private Mono<Void> announceFacts(List<Change> changes) {
    return AfterCommit.then(facts.publish(changes.stream()
        .map(change -> FactsChange.instance(change.instance.instanceNo()))
        .toList()));
  }

  /** What happens to one instance, locked by the caller. */
  public record Happening(Instance instance, InstanceEvent event, ChangeCause cause) {}

  private record Change(
      Instance instance, ChangeCause cause, InstanceState after, List<Effect> effects) {

    <E extends Effect> Stream<E> effects(Class<E> kind) {
      return effects.stream().filter(kind::isInstance).map(kind::cast);
    }

    Event event(Announcement announcement) {
      return new Event(
          EventType.ofWireName(announcement.type()),
          instance.isvNo(),
          instance.customerNo(),
          instance.instanceNo(),
          Map.of("instanceId", String.valueOf(instance.instanceId()), "reason", cause.reason()));
    }
  }
}
