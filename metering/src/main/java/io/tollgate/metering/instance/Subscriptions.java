package io.tollgate.metering.instance;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.rules.instance.FreezeReason;
import io.tollgate.rules.instance.InstanceEvent.Lift;
import java.time.Instant;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/** What later orders do to a subscription. All calls join the caller's transaction. */
@Service
public class Subscriptions {

  private static final ChangeCause RENEWED = ChangeCause.of(FreezeReason.EXPIRED);

  private final InstanceStore instances;
  private final InstanceChanges changes;
  private final Expiries expiries;
  private final BusinessClock clock;

  Subscriptions(
      InstanceStore instances, InstanceChanges changes, Expiries expiries, BusinessClock clock) {
    this.instances = instances;
    this.changes = changes;
    this.expiries = expiries;
    this.clock = clock;
  }

  /** It lasts so many periods more, until {@code expireTime}. */
  public Mono<Void> prolong(Instance instance, int periods, Instant expireTime) {
    return instances
        .prolong(instance.instanceNo(), periods, expireTime)
        .then(Mono.defer(() -> revive(instance.instanceNo(), expireTime)));
  }

  /** A trial is paid for from now on. */
  public Mono<Void> makeFormal(Instance trial, int periods, Instant expireTime) {
    return instances
        .makeFormal(trial.instanceNo(), clock.now(), periods, expireTime)
        .then(Mono.defer(() -> revive(trial.instanceNo(), expireTime)));
  }

  private Mono<Void> revive(long instanceNo, Instant expireTime) {
    return instances
        .lock(instanceNo)
        .flatMap(instance -> expiries
            .schedule(instance, expireTime)
            .then(changes.apply(instance, new Lift(FreezeReason.EXPIRED), RENEWED)))
        .then();
  }

  /** It is another specification, or more of it. */
  public Mono<Void> become(long instanceNo, int skuNo, int quantity) {
    return instances.become(instanceNo, skuNo, quantity);
  }
}
