package io.tollgate.metering.notification;

import static java.util.stream.Collectors.toMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.notification.NotificationChannel.Heard;
import io.tollgate.metering.work.DueRounds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes waiting notifications by lease and sends them, a bounded number at once. An attempt that a
 * dying node left behind is made again when its lease ends: a notification is heard at least once,
 * and carries an id by which a listener knows a repeat.
 */
@Component
final class NotificationRounds implements DueRounds {

  private final NotificationStore store;
  private final Map<NotificationTarget.Kind, NotificationChannel> channels;
  private final BusinessClock clock;
  private final NotificationProperties properties;
  private final MeterRegistry meters;

  NotificationRounds(
      NotificationStore store,
      List<NotificationChannel> channels,
      BusinessClock clock,
      NotificationProperties properties,
      MeterRegistry meters) {
    this.store = store;
    this.channels = channels.stream().collect(toMap(NotificationChannel::kind, channel -> channel));
    this.clock = clock;
    this.properties = properties;
    this.meters = meters;
  }

  @Override
  public String name() {
    return "notifications";
  }

  @Override
  public Duration pollInterval() {
    return properties.pollInterval();
  }

  @Override
  public Mono<Integer> round() {
    return store
        .take(clock.now(), properties.inFlight())
        .flatMap(taken -> Flux.fromIterable(taken)
            .flatMap(this::attempt, properties.inFlight())
            .then(Mono.just(taken.size())));
  }

  private Mono<Void> attempt(Notification notification) {
    var at = clock.now();
    return send(notification)
        .timeout(properties.timeout())
        .onErrorResume(failure -> Mono.just(new Heard(null, failure.toString())))
        .doOnNext(this::count)
        .flatMap(
            heard -> store.record(notification, heard, nextAttemptAt(notification, heard, at), at));
  }

  private Mono<Heard> send(Notification notification) {
    var channel = channels.get(notification.kind());
    return channel == null
        ? Mono.just(new Heard(null, notification.kind() + " is not configured here"))
        : channel.send(notification);
  }

  private static @Nullable Instant nextAttemptAt(
      Notification notification, Heard heard, Instant at) {
    return heard.isDone()
        ? null
        : Retries.pauseAfter(notification.attempt()).map(at::plus).orElse(null);
  }

  private void count(Heard heard) {
    meters
        .counter("tollgate.notification.attempts", "heard", String.valueOf(heard.isDone()))
        .increment();
  }

  @Override
  public Mono<Boolean> anyDue() {
    return store.anyDue(clock.now());
  }

  @Override
  public Mono<Instant> nextDue() {
    return store.nextDue(clock.now());
  }
}
