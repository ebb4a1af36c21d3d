package io.tollgate.metering.instance;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.instance.Slots.Slot;
import io.tollgate.metering.timer.Timers;
import io.tollgate.rules.catalogue.OnDemandSku;
import io.tollgate.rules.catalogue.OneTimeSku;
import io.tollgate.rules.catalogue.PackageContent;
import io.tollgate.rules.catalogue.PackageSku;
import io.tollgate.rules.catalogue.PeriodSku;
import io.tollgate.rules.instance.FreezeReason;
import io.tollgate.rules.instance.InstanceEvent.Freeze;
import io.tollgate.rules.instance.InstanceEvent.Provisioned;
import io.tollgate.rules.instance.InstanceState;
import io.tollgate.rules.instance.Transition;
import io.tollgate.rules.quota.Grant;
import io.tollgate.rules.quota.Validity;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Brings a provisioned instance into service, with everything that is counted from its activation:
 * validity, reset periods, quotas, and their timers.
 */
@Service
public class ServiceStart {

  private static final ChangeCause PROVISIONED = ChangeCause.of("PROVISIONED");
  private static final ChangeCause ARREARS = ChangeCause.of(FreezeReason.ARREARS);

  private final InstanceStore instances;
  private final InstanceChanges changes;
  private final SoldSkus skus;
  private final Slots slots;
  private final SlotExhaustion exhaustion;
  private final Expiries expiries;
  private final Timers timers;
  private final BusinessClock clock;

  ServiceStart(
      InstanceStore instances,
      InstanceChanges changes,
      SoldSkus skus,
      Slots slots,
      SlotExhaustion exhaustion,
      Expiries expiries,
      Timers timers,
      BusinessClock clock) {
    this.instances = instances;
    this.changes = changes;
    this.skus = skus;
    this.slots = slots;
    this.exhaustion = exhaustion;
    this.expiries = expiries;
    this.timers = timers;
    this.clock = clock;
  }

  /**
   * Joins the caller's transaction, which has locked the instance and given it its id.
   *
   * @param at since when it is in service: now, or for a licence since it was first used
   */
  public Mono<Transition> begin(Instance instance, Instant at) {
    var start = instance.state() instanceof InstanceState.Provisioning
        ? start(instance, at)
        : Mono.<Void>empty();
    return start
        .then(Mono.defer(() -> changes.apply(instance, new Provisioned(), PROVISIONED)))
        .flatMap(transition -> freezeInArrears(instance).thenReturn(transition));
  }

  /** What opens while its customer's retention runs is frozen with the rest. */
  private Mono<Void> freezeInArrears(Instance instance) {
    if (instance.kind() != InstanceKind.ON_DEMAND) {
      return Mono.empty();
    }
    return instances
        .retentionEnd(instance.customerNo())
        .flatMap(releaseAt -> instances
            .lock(instance.instanceNo())
            .flatMap(opened ->
                changes.apply(opened, new Freeze(FreezeReason.ARREARS, releaseAt), ARREARS)))
        .then();
  }

  private Mono<Void> start(Instance instance, Instant at) {
    return skus.sku(instance.skuNo()).flatMap(sku -> switch (sku) {
      case OnDemandSku onDemand -> instances.start(instance.instanceNo(), at, null);
      case OneTimeSku oneTime -> instances.start(instance.instanceNo(), at, null);
      case PeriodSku period -> startPeriod(instance, period, at);
      case PackageSku bought -> startPackage(instance, bought, at);
    });
  }

  private Mono<Void> startPeriod(Instance instance, PeriodSku sku, Instant at) {
    var expireTime = Validity.end(at, sku.length(instance.periods()), clock.zone());
    return instances
        .start(instance.instanceNo(), at, expireTime)
        .then(expiries.schedule(instance, expireTime));
  }

  /** All slots are locked and granted before the first is looked at, as that may change others. */
  private Mono<Void> startPackage(Instance instance, PackageSku sku, Instant at) {
    var length = sku.validity().multipliedBy(instance.periods());
    var expireTime = Validity.end(at, length, clock.zone());
    return instances
        .start(instance.instanceNo(), at, expireTime)
        .then(expiries.schedule(instance, expireTime))
        .thenMany(Flux.fromIterable(sku.contents()))
        .concatMap(content -> grant(instance, sku, content, at))
        .collectList()
        .flatMapIterable(granted -> granted)
        .concatMap(exhaustion::assess)
        .then();
  }

  private Mono<Slot> grant(Instance instance, PackageSku sku, PackageContent content, Instant at) {
    var grants = Grant.of(
        content.quantity(),
        sku.reset(),
        sku.validity(),
        instance.quantity(),
        instance.periods(),
        at,
        clock.zone());
    return slots
        .open(instance.customerNo(), content.productId())
        .flatMap(slot -> slots
            .grant(
                slot, instance.instanceNo(), grants, sku.stopBeforeExcess(), instance.orderedAt())
            .then(watchBoundaries(slot, sku, grants))
            .thenReturn(slot));
  }

  /** At the end of each period the slot may be exhausted, or drawn from again. */
  private Mono<Void> watchBoundaries(Slot slot, PackageSku sku, List<Grant> grants) {
    if (!sku.stopBeforeExcess()) {
      return Mono.empty();
    }
    return Flux.fromIterable(grants)
        .concatMap(grant -> timers.schedule(
            InstanceTimers.SLOT_BOUNDARY,
            Long.toString(slot.slotNo()),
            grant.period().to()))
        .then();
  }
}
