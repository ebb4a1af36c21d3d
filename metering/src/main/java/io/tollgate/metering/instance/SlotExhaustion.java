package io.tollgate.metering.instance;

import io.tollgate.metering.account.CustomerLock;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.event.Event;
import io.tollgate.metering.event.EventType;
import io.tollgate.metering.event.Events;
import io.tollgate.metering.instance.InstanceChanges.Happening;
import io.tollgate.metering.instance.Slots.Slot;
import io.tollgate.metering.instance.Slots.StopBeforeExcess;
import io.tollgate.metering.usage.FactsChange;
import io.tollgate.metering.usage.FactsChanged;
import io.tollgate.metering.work.AfterCommit;
import io.tollgate.rules.instance.FreezeReason;
import io.tollgate.rules.instance.InstanceEvent;
import io.tollgate.rules.instance.InstanceEvent.Freeze;
import io.tollgate.rules.instance.InstanceEvent.Lift;
import java.time.Instant;
import java.time.Period;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Looks whether a slot can still be drawn from, stop-before-excess, and freezes or lifts by the
 * answer (contract 5.5). It may look as often as anybody likes: what is exhausted is announced and
 * frozen once, until a new package or a reset lifts it.
 */
@Component
final class SlotExhaustion {

  private final CustomerLock customers;
  private final Slots slots;
  private final InstanceStore instances;
  private final InstanceChanges changes;
  private final Events events;
  private final FactsChanged facts;
  private final BusinessClock clock;

  SlotExhaustion(
      CustomerLock customers,
      Slots slots,
      InstanceStore instances,
      InstanceChanges changes,
      Events events,
      FactsChanged facts,
      BusinessClock clock) {
    this.customers = customers;
    this.slots = slots;
    this.instances = instances;
    this.changes = changes;
    this.events = events;
    this.facts = facts;
    this.clock = clock;
  }

  Mono<Void> assess(long slotNo) {
    return customers.ofSlot(slotNo).then(slots.lock(slotNo)).flatMap(this::assess);
  }

  /** Joins the caller's transaction, which has locked the slot. */
  Mono<Void> assess(Slot slot) {
    var now = clock.now();
    return slots
        .stopBeforeExcess(slot.slotNo(), now)
        .flatMap(found -> follow(slot, found, now))
        .then(AfterCommit.then(facts.publish(FactsChange.slot(slot.customerNo(), slot.itemNo()))));
  }

  private Mono<Void> follow(Slot slot, StopBeforeExcess found, Instant now) {
    var wasExhausted = slot.exhaustedAt() != null;
    if (found.ever() && !found.usable() && !wasExhausted) {
      return exhausted(slot, now);
    }
    return found.usable() && wasExhausted ? lifted(slot) : Mono.empty();
  }

  private Mono<Void> exhausted(Slot slot, Instant now) {
    var freeze = new Freeze(FreezeReason.EXHAUSTED, retentionEnd(slot.retention(), now));
    return slots
        .exhausted(slot.slotNo(), now)
        .then(events.raise(exhaustedEvent(slot)))
        .then(slot.freezes() ? applyToMetered(slot, freeze) : Mono.empty());
  }

  private Instant retentionEnd(String retention, Instant now) {
    return now.atZone(clock.zone()).plus(Period.parse(retention)).toInstant();
  }

  private static Event exhaustedEvent(Slot slot) {
    return new Event(
        EventType.QUOTA_EXHAUSTED,
        slot.isvNo(),
        slot.customerNo(),
        null,
        Map.of("productId", slot.productId()));
  }

  private Mono<Void> lifted(Slot slot) {
    return slots
        .exhausted(slot.slotNo(), null)
        .then(applyToMetered(slot, new Lift(FreezeReason.EXHAUSTED)));
  }

  private Mono<Void> applyToMetered(Slot slot, InstanceEvent event) {
    return instances
        .lockMetered(slot.customerNo(), slot.itemNo())
        .map(instance -> new Happening(instance, event, ChangeCause.of(FreezeReason.EXHAUSTED)))
        .collectList()
        .flatMap(changes::applyAll)
        .then();
  }
}
