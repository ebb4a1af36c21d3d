package io.tollgate.metering.instance;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.tollgate.metering.instance.InstanceChanges.Happening;
import io.tollgate.metering.timer.Timer;
import io.tollgate.metering.timer.TimerHandler;
import io.tollgate.metering.timer.Timers;
import io.tollgate.rules.instance.FreezeReason;
import io.tollgate.rules.instance.InstanceEvent.Release;
import io.tollgate.rules.instance.ReleaseCause;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The retention of a freeze reason is over: the instance is released, if the reason still holds. */
@Component
final class ReleaseTimer implements TimerHandler {

  private final InstanceStore instances;
  private final InstanceRelease release;
  private final Timers timers;

  ReleaseTimer(InstanceStore instances, InstanceRelease release, Timers timers) {
    this.instances = instances;
    this.release = release;
    this.timers = timers;
  }

  @Override
  public String kind() {
    return InstanceTimers.RELEASE;
  }

  @Override
  public int together() {
    return InstanceTimers.TOGETHER;
  }

  @Override
  public Mono<Void> fire(Timer timer) {
    return fireAll(List.of(timer));
  }

  @Override
  public Mono<Void> fireAll(List<Timer> fired) {
    var subjects = fired.stream().map(Timer::subject).toList();
    return instances
        .lock(byInstance(subjects, Set.of()).keySet())
        .collectList()
        .flatMap(locked -> timers
            .waiting(InstanceTimers.RELEASE, subjects)
            .map(renewed -> releases(locked, byInstance(subjects, renewed))))
        .flatMap(release::releaseAll)
        .then();
  }

  /** A reason that came again while we waited for the instance has a timer of its new retention. */
  private static Map<Long, List<FreezeReason>> byInstance(
      List<String> subjects, Set<String> renewed) {
    return subjects.stream()
        .filter(subject -> !renewed.contains(subject))
        .map(Retention::of)
        .collect(groupingBy(Retention::instanceNo, mapping(Retention::reason, toList())));
  }

  private static List<Happening> releases(
      List<Instance> locked, Map<Long, List<FreezeReason>> over) {
    return locked.stream()
        .flatMap(instance ->
            release(instance, over.getOrDefault(instance.instanceNo(), List.of())).stream())
        .toList();
  }

  private static Optional<Happening> release(Instance instance, List<FreezeReason> over) {
    var held = StateNames.freezeReasons(instance.state());
    return over.stream()
        .filter(reason -> held.contains(reason.name()))
        .findFirst()
        .map(reason -> new Happening(instance, new Release(cause(reason)), ChangeCause.of(reason)));
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

  /** A timer's subject. */
  private record Retention(long instanceNo, FreezeReason reason) {

    static Retention of(String subject) {
      var colon = subject.indexOf(':');
      return new Retention(
          Long.parseLong(subject.substring(0, colon)),
          FreezeReason.valueOf(subject.substring(colon + 1)));
    }
  }
}
