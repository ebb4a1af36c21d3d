package io.tollgate.metering.instance;

import io.tollgate.metering.timer.Timers;
import io.tollgate.rules.standing.Expiry;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What follows when something bought for a time is not renewed. */
@Component
class Expiries {

  private static final Duration TRIAL_REMINDER = Duration.ofDays(3);

  private final Timers timers;

  Expiries(Timers timers) {
    this.timers = timers;
  }

  static Expiry of(Instance instance, Instant expireTime) {
    var terms = instance.customerLevel().subscription();
    return instance.trial() ? Expiry.ofTrial(expireTime, terms) : Expiry.of(expireTime, terms);
  }

  /** Forgets what was due at an earlier end and waits for this one. Joins the transaction. */
  Mono<Void> schedule(Instance instance, Instant expireTime) {
    var subject = Long.toString(instance.instanceNo());
    var expiry = of(instance, expireTime);
    return switch (instance.kind()) {
      case PERIOD ->
        timers
            .cancel(InstanceTimers.GRACE_OVER, subject)
            .then(timers.cancel(InstanceTimers.TRIAL_REMINDER, subject))
            .then(timers.schedule(InstanceTimers.GRACE_OVER, subject, expiry.freezeAt()))
            .then(remind(instance, subject, expireTime));
      case PACKAGE -> timers.schedule(InstanceTimers.PACKAGE_OVER, subject, expiry.releaseAt());
      case ON_DEMAND, ONE_TIME -> Mono.empty();
    };
  }

  private Mono<Void> remind(Instance instance, String subject, Instant expireTime) {
    return instance.trial()
        ? timers.schedule(InstanceTimers.TRIAL_REMINDER, subject, expireTime.minus(TRIAL_REMINDER))
        : Mono.empty();
  }
}
