package io.tollgate.metering.arrears;

import io.tollgate.metering.arrears.StandingStore.Debtor;
import io.tollgate.metering.event.Event;
import io.tollgate.metering.event.EventType;
import io.tollgate.metering.event.Events;
import io.tollgate.metering.instance.ChangeCause;
import io.tollgate.metering.instance.InstanceChanges;
import io.tollgate.metering.instance.InstanceChanges.Happening;
import io.tollgate.metering.instance.InstanceRelease;
import io.tollgate.metering.instance.InstanceStore;
import io.tollgate.metering.instance.StateNames;
import io.tollgate.metering.timer.Timers;
import io.tollgate.rules.instance.FreezeReason;
import io.tollgate.rules.instance.InstanceEvent;
import io.tollgate.rules.instance.InstanceEvent.Freeze;
import io.tollgate.rules.instance.InstanceEvent.Lift;
import io.tollgate.rules.instance.InstanceEvent.Release;
import io.tollgate.rules.instance.ReleaseCause;
import io.tollgate.rules.standing.Arrears;
import io.tollgate.rules.standing.CustomerType;
import io.tollgate.rules.standing.StandingChange;
import io.tollgate.rules.standing.StandingEffect;
import io.tollgate.rules.standing.StandingEffect.AnnounceArrears;
import io.tollgate.rules.standing.StandingEffect.AnnounceRecovered;
import io.tollgate.rules.standing.StandingEffect.FreezeAll;
import io.tollgate.rules.standing.StandingEffect.LiftAll;
import io.tollgate.rules.standing.StandingEffect.LookAgain;
import io.tollgate.rules.standing.StandingEffect.ReleaseAll;
import io.tollgate.rules.standing.StandingEffect.StopLooking;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Lets a customer's standing follow its balance and the time, by the rules of arrears, and carries
 * out what that asks for. All calls join the caller's transaction.
 */
@Service
public class CustomerStanding {

  private static final ChangeCause ARREARS = ChangeCause.of(FreezeReason.ARREARS);

  private final StandingStore standings;
  private final InstanceStore instances;
  private final InstanceChanges changes;
  private final InstanceRelease release;
  private final Timers timers;
  private final Events events;

  CustomerStanding(
      StandingStore standings,
      InstanceStore instances,
      InstanceChanges changes,
      InstanceRelease release,
      Timers timers,
      Events events) {
    this.standings = standings;
    this.instances = instances;
    this.changes = changes;
    this.release = release;
    this.timers = timers;
    this.events = events;
  }

  /** The balance moved at {@code at}, which is when grace begins if it is below zero. */
  public Mono<Void> balanceMoved(String customerId, Instant at) {
    return follow(
        customerId,
        debtor -> Arrears.balanceMoved(
            debtor.standing(),
            debtor.type(),
            debtor.balance(),
            at,
            debtor.level().payPerUse()));
  }

  /** A month of a credit customer was billed; nothing follows where it was repaid since. */
  public Mono<Void> monthBilled(String customerId, Instant at) {
    return follow(
        customerId,
        debtor -> debtor.owesMonth()
            ? Arrears.monthBilled(
                debtor.standing(), debtor.balance(), at, debtor.level().payPerUse())
            : StandingChange.none(debtor.standing()));
  }

  /** A credit customer repaid a month; what else was billed is still owed. */
  public Mono<Void> monthRepaid(String customerId) {
    return follow(
        customerId,
        debtor -> debtor.type() == CustomerType.CREDIT && !debtor.owesMonth()
            ? Arrears.monthsRepaid(debtor.standing())
            : StandingChange.none(debtor.standing()));
  }

  /** Grace or retention is over at {@code at}. */
  public Mono<Void> timeReached(String customerId, Instant at) {
    return follow(
        customerId,
        debtor -> Arrears.timeReached(debtor.standing(), at, debtor.level().payPerUse()));
  }

  private Mono<Void> follow(String customerId, Function<Debtor, StandingChange> rule) {
    return standings.lock(customerId).flatMap(debtor -> {
      var change = rule.apply(debtor);
      if (change.standing().equals(debtor.standing()) && change.effects().isEmpty()) {
        return Mono.empty();
      }
      return standings
          .update(debtor.customerNo(), change.standing())
          .thenMany(Flux.fromIterable(change.effects()))
          .concatMap(effect -> carryOut(debtor, effect))
          .then();
    });
  }

  private Mono<Void> carryOut(Debtor debtor, StandingEffect effect) {
    return switch (effect) {
      case AnnounceArrears announce -> announce(debtor, EventType.CUSTOMER_ARREARS);
      case AnnounceRecovered announce -> announce(debtor, EventType.CUSTOMER_RECOVERED);
      case LookAgain look -> timers.schedule(TermTimer.KIND, debtor.customerId(), look.at());
      case StopLooking stop -> timers.cancel(TermTimer.KIND, debtor.customerId());
      case FreezeAll freeze ->
        applyToAll(debtor, new Freeze(FreezeReason.ARREARS, freeze.releaseAt()));
      case LiftAll lift -> applyToAll(debtor, new Lift(FreezeReason.ARREARS));
      case ReleaseAll all -> releaseAll(debtor);
    };
  }

  private Mono<Void> announce(Debtor debtor, EventType type) {
    return events.raise(new Event(
        type,
        null,
        debtor.customerNo(),
        null,
        Map.of(
            "customerId", debtor.customerId(),
            "balance", debtor.balance().plainAmount(),
            "currency", debtor.balance().currency().getCurrencyCode())));
  }

  private Mono<Void> applyToAll(Debtor debtor, InstanceEvent event) {
    return instances
        .lockMetered(debtor.customerNo())
        .map(instance -> new Happening(instance, event, ARREARS))
        .collectList()
        .flatMap(changes::applyAll)
        .then();
  }

  private Mono<Void> releaseAll(Debtor debtor) {
    return instances
        .lockMetered(debtor.customerNo())
        .filter(instance ->
            StateNames.freezeReasons(instance.state()).contains(FreezeReason.ARREARS.name()))
        .map(instance -> new Happening(instance, new Release(ReleaseCause.ARREARS), ARREARS))
        .collectList()
        .flatMap(release::releaseAll)
        .then();
  }
}
