package io.tollgate.metering.instance;

import io.tollgate.metering.event.Event;
import io.tollgate.metering.event.EventType;
import io.tollgate.metering.event.Events;
import io.tollgate.metering.timer.Timer;
import io.tollgate.metering.timer.TimerHandler;
import io.tollgate.rules.instance.FreezeReason;
import io.tollgate.rules.instance.InstanceEvent.Freeze;
import io.tollgate.rules.instance.InstanceState.Active;
import io.tollgate.rules.instance.ReleaseCause;
import io.tollgate.rules.instance.Transition;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** The ends of subscriptions, trials and packages. */
@Configuration(proxyBeanMethods = false)
class ExpiryTimers {

  /** Statements of so many instances are on their way at once, on one connection. */
  private static final int TOGETHER = 32;

  @Bean
  TimerHandler graceOver(InstanceStore instances, InstanceChanges changes) {
    return new Handler(InstanceTimers.GRACE_OVER) {
      @Override
      public Mono<Void> fire(Timer timer) {
        return fireAll(List.of(timer));
      }

      @Override
      public int together() {
        return TOGETHER;
      }

      // All are locked before the first changes; their changes travel together.
      @Override
      public Mono<Void> fireAll(List<Timer> timers) {
        var instanceNos =
            timers.stream().map(timer -> Long.valueOf(timer.subject())).toList();
        return instances
            .lock(instanceNos)
            .collectList()
            .flatMapIterable(locked -> locked)
            .flatMap(this::expire, TOGETHER)
            .then();
      }

      private Mono<Transition> expire(Instance instance) {
        var expireTime = instance.expireTime();
        if (expireTime == null || !instance.isLive()) {
          return Mono.empty();
        }
        var releaseAt = Expiries.of(instance, expireTime).releaseAt();
        var freeze = new Freeze(FreezeReason.EXPIRED, releaseAt);
        return changes.apply(instance, freeze, ChangeCause.of(FreezeReason.EXPIRED));
      }
    };
  }

  @Bean
  TimerHandler packageOver(InstanceStore instances, InstanceRelease release) {
    return new Handler(InstanceTimers.PACKAGE_OVER) {
      @Override
      public Mono<Void> fire(Timer timer) {
        return instances
            .lock(Long.parseLong(timer.subject()))
            .filter(Instance::isLive)
            .flatMap(instance -> release.release(
                instance, ReleaseCause.EXPIRED, ChangeCause.of(ReleaseCause.EXPIRED)))
            .then();
      }
    };
  }

  @Bean
  TimerHandler trialReminder(InstanceStore instances, Events events) {
    return new Handler(InstanceTimers.TRIAL_REMINDER) {
      @Override
      public Mono<Void> fire(Timer timer) {
        return instances
            .lock(Long.parseLong(timer.subject()))
            .filter(instance -> instance.trial() && instance.state() instanceof Active)
            .flatMap(instance -> events.raise(new Event(
                EventType.TRIAL_EXPIRING,
                instance.isvNo(),
                instance.customerNo(),
                instance.instanceNo(),
                Map.of(
                    "instanceId", String.valueOf(instance.instanceId()),
                    "expireTime", String.valueOf(instance.expireTime())))));
      }
    };
  }

  private abstract static class Handler implements TimerHandler {

    private final String kind;

    Handler(String kind) {
      this.kind = kind;
    }

    @Override
    public String kind() {
      return kind;
    }
  }
}
