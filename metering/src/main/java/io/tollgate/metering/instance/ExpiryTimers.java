package io.tollgate.metering.instance;

import io.tollgate.metering.account.CustomerLock;
import io.tollgate.metering.event.Event;
import io.tollgate.metering.event.EventType;
import io.tollgate.metering.event.Events;
import io.tollgate.metering.instance.InstanceChanges.Happening;
import io.tollgate.metering.timer.Timer;
import io.tollgate.metering.timer.TimerHandler;
import io.tollgate.metering.timer.Timers;
import io.tollgate.rules.instance.FreezeReason;
import io.tollgate.rules.instance.InstanceEvent.Freeze;
import io.tollgate.rules.instance.InstanceState.Active;
import io.tollgate.rules.instance.ReleaseCause;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** The ends of subscriptions, trials and packages. */
@Configuration(proxyBeanMethods = false)
class ExpiryTimers {

  @Bean
  TimerHandler graceOver(InstanceStore instances, InstanceChanges changes, Timers waiting) {
    return new Handler(InstanceTimers.GRACE_OVER) {
      @Override
      public Mono<Void> fire(Timer timer) {
        return fireAll(List.of(timer));
      }

      @Override
      public int together() {
        return InstanceTimers.TOGETHER;
      }

      @Override
      public Mono<Void> fireAll(List<Timer> timers) {
        var subjects = timers.stream().map(Timer::subject).toList();
        return instances
            .lock(subjects.stream().map(Long::valueOf).toList())
            .collectList()
            .flatMap(locked ->
                waiting.waiting(kind(), subjects).map(renewed -> expiries(locked, renewed)))
            .flatMap(changes::applyAll)
            .then();
      }

      // What was renewed while we waited for it has a timer of its new end.
      private List<Happening> expiries(List<Instance> locked, Set<String> renewed) {
        return locked.stream()
            .filter(instance -> !renewed.contains(Long.toString(instance.instanceNo())))
            .flatMap(this::expiry)
            .toList();
      }

      private Stream<Happening> expiry(Instance instance) {
        var expireTime = instance.expireTime();
        if (expireTime == null || !instance.isLive()) {
          return Stream.empty();
        }
        var releaseAt = Expiries.of(instance, expireTime).releaseAt();
        var freeze = new Freeze(FreezeReason.EXPIRED, releaseAt);
        return Stream.of(new Happening(instance, freeze, ChangeCause.of(FreezeReason.EXPIRED)));
      }
    };
  }

  @Bean
  TimerHandler packageOver(
      CustomerLock customers, InstanceStore instances, InstanceRelease release) {
    return new Handler(InstanceTimers.PACKAGE_OVER) {
      @Override
      public Mono<Void> fire(Timer timer) {
        var instanceNo = Long.parseLong(timer.subject());
        return customers
            .ofInstance(instanceNo)
            .then(instances.lock(instanceNo))
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
