package io.tollgate.metering.silence;

import static java.time.temporal.ChronoUnit.HOURS;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.event.Event;
import io.tollgate.metering.event.EventType;
import io.tollgate.metering.event.Events;
import io.tollgate.metering.silence.SilenceStore.SilentInstance;
import io.tollgate.metering.timer.Timer;
import io.tollgate.metering.timer.TimerHandler;
import io.tollgate.metering.timer.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Looks for silence once an hour, when the hour's collection is due as well, and raises {@code
 * usage.silent} once per silence. The next record clears it at the next look.
 */
@Component
final class SilenceTimer implements TimerHandler, SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(SilenceTimer.class);

  private static final String KIND = "USAGE_SILENCE";
  private static final String SUBJECT = "all";
  private static final Duration AFTER_THE_HOUR = Duration.ofMinutes(15);

  private final SilenceStore silence;
  private final Events events;
  private final Timers timers;
  private final BusinessClock clock;
  private final TransactionalOperator transaction;
  private final Disposable.Swap starting = Disposables.swap();
  private volatile boolean running;

  SilenceTimer(
      SilenceStore silence,
      Events events,
      Timers timers,
      BusinessClock clock,
      TransactionalOperator transaction) {
    this.silence = silence;
    this.events = events;
    this.timers = timers;
    this.clock = clock;
    this.transaction = transaction;
  }

  @Override
  public String kind() {
    return KIND;
  }

  /** After an outage one look is enough: silence is a matter of the present. */
  @Override
  public Mono<Void> fire(Timer timer) {
    var now = clock.now();
    return silence
        .clear(now)
        .thenMany(silence.mark(now))
        .collectList()
        .flatMapIterable(found -> found)
        .concatMap(this::announce)
        .then(Mono.defer(() -> timers.schedule(KIND, SUBJECT, nextLook(now))));
  }

  private Mono<Void> announce(SilentInstance instance) {
    return events.raise(new Event(
        EventType.USAGE_SILENT,
        instance.isvNo(),
        instance.customerNo(),
        instance.instanceNo(),
        Map.of(
            "instanceId", instance.instanceId(),
            "lastUsageAt", instance.lastUsageAt().toString())));
  }

  private static Instant nextLook(Instant now) {
    var look = now.truncatedTo(HOURS).plus(AFTER_THE_HOUR);
    return look.isAfter(now) ? look : look.plus(Duration.ofHours(1));
  }

  @Override
  public void start() {
    running = true;
    starting.update(silence
        .isScheduled(KIND)
        .filter(scheduled -> !scheduled)
        .flatMap(missing -> timers.schedule(KIND, SUBJECT, nextLook(clock.now())))
        .as(transaction::transactional)
        .retryWhen(
            Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(100)).maxBackoff(Duration.ofSeconds(5)))
        .subscribe(nothing -> {}, error -> log.error("{} could not be set", KIND, error)));
  }

  @Override
  public void stop() {
    running = false;
    starting.dispose();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
