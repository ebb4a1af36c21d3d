package io.tollgate.metering.instance;

import io.tollgate.metering.timer.Timer;
import io.tollgate.metering.timer.TimerHandler;
import io.tollgate.rules.instance.FreezeReason;
import io.tollgate.rules.instance.ReleaseCause;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The retention of a freeze reason is over: the instance is released, if the reason still holds. */
@Component
final class ReleaseTimer implements TimerHandler {

  private final InstanceStore instances;
  private final InstanceRelease release;

  ReleaseTimer(InstanceStore instances, InstanceRelease release) {
    this.instances = instances;
    this.release = release;
  }

  @Override
  public String kind() {
    return InstanceTimers.RELEASE;
  }

  @Override
  public Mono<Void> fire(Timer timer) {
    var colon = timer.subject().indexOf(':');
    var instanceNo = Long.parseLong(timer.subject().substring(0, colon));
    var reason = FreezeReason.valueOf(timer.subject().substring(colon + 1));
    return instances
        .lock(instanceNo)
        .filter(instance -> StateNames.freezeReasons(instance.state()).contains(reason.name()))
        .flatMap(instance -> release.release(instance, cause(reason), ChangeCause.of(reason)))
        .then();
  }

  private static ReleaseCause cause(FreezeReason reason) {
    return switch (reason) {
      case EXHAUSTED -> ReleaseCause.EXHAUSTED;
      case ARREARS -> ReleaseCause.ARREARS;
      case EXPIRED -> ReleaseCause.EXPIRED;
      case VIOLATION ->
        throw new IllegalStateException("reason: VIOLATION (expected: one with a retention)");
    };
  }
}
