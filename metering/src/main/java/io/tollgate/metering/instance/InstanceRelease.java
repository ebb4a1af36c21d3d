package io.tollgate.metering.instance;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.instance.InstanceChanges.Happening;
import io.tollgate.metering.instance.Slots.Slot;
import io.tollgate.metering.timer.Timers;
import io.tollgate.rules.instance.InstanceEvent.Release;
import io.tollgate.rules.instance.ReleaseCause;
import io.tollgate.rules.instance.Transition;
import java.util.List;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Releases instances; a package takes what is left of its quotas with it. */
@Service
public class InstanceRelease {

  private static final List<String> OWN_TIMERS = List.of(
      InstanceTimers.GRACE_OVER, InstanceTimers.PACKAGE_OVER, InstanceTimers.TRIAL_REMINDER);

  private final InstanceChanges changes;
  private final Slots slots;
  private final SlotExhaustion exhaustion;
  private final Timers timers;
  private final BusinessClock clock;

  InstanceRelease(
      InstanceChanges changes,
      Slots slots,
      SlotExhaustion exhaustion,
      Timers timers,
      BusinessClock clock) {
    this.changes = changes;
    this.slots = slots;
    this.exhaustion = exhaustion;
    this.timers = timers;
    this.clock = clock;
  }

  /**
   * Joins the caller's transaction, which has locked the instance, and of a package the customer
   * before.
   */
  public Mono<Transition> release(Instance instance, ReleaseCause why, ChangeCause cause) {
    return releaseAll(List.of(new Happening(instance, new Release(why), cause)))
        .map(List::getFirst);
  }

  /** The same for several at once, each named once; what happens to them is their release. */
  public Mono<List<Transition>> releaseAll(List<Happening> releases) {
    return Flux.fromIterable(releases)
        .map(Happening::instance)
        .concatMap(this::endPackage)
        .collectList()
        .flatMap(ended -> cancelTimers(releases)
            .then(changes.applyAll(releases))
            .flatMap(transitions -> assess(ended).thenReturn(transitions)));
  }

  private Flux<Slot> endPackage(Instance instance) {
    return instance.kind() == InstanceKind.PACKAGE && instance.isLive()
        ? slots.endPackage(instance.instanceNo(), clock.now())
        : Flux.empty();
  }

  private Mono<Void> cancelTimers(List<Happening> releases) {
    var subjects = releases.stream()
        .map(release -> Long.toString(release.instance().instanceNo()))
        .toList();
    return Flux.fromIterable(OWN_TIMERS)
        .concatMap(kind -> timers.cancel(kind, subjects))
        .then();
  }

  private Mono<Void> assess(List<Slot> ended) {
    return Flux.fromIterable(ended).concatMap(exhaustion::assess).then();
  }
}
