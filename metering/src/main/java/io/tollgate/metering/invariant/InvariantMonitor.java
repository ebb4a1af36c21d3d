package io.tollgate.metering.invariant;

import static java.util.stream.Collectors.toMap;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.event.Event;
import io.tollgate.metering.event.EventType;
import io.tollgate.metering.event.Events;
import io.tollgate.metering.invariant.InvariantCheck.Step;
import io.tollgate.metering.invariant.InvariantLog.Turn;
import io.tollgate.metering.work.WakeLoop;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Checks the invariants in turn, one bounded step at a time, for ever. Nodes share the rounds.
 *
 * <p>{@code tollgate.invariant.broken} is, for each {@code invariant}, how many rows break it: 0, or
 * somebody should look at once. The first fault of a round also raises {@code invariant.broken}.
 */
@Component
@EnableConfigurationProperties(InvariantProperties.class)
final class InvariantMonitor implements SmartLifecycle {

  private static final Duration STEP_PATIENCE = Duration.ofSeconds(20);

  private static final Logger LOG = LoggerFactory.getLogger(InvariantMonitor.class);

  private final Map<Invariant, InvariantCheck> checks;
  private final Map<Invariant, AtomicLong> broken = new EnumMap<>(Invariant.class);
  private final InvariantLog log;
  private final Events events;
  private final BusinessClock clock;
  private final TransactionalOperator transaction;
  private final InvariantProperties properties;
  private @Nullable WakeLoop loop;

  InvariantMonitor(
      List<InvariantCheck> checks,
      InvariantLog log,
      Events events,
      BusinessClock clock,
      TransactionalOperator transaction,
      InvariantProperties properties,
      MeterRegistry registry) {
    this.checks = checks.stream().collect(toMap(InvariantCheck::invariant, Function.identity()));
    this.log = log;
    this.events = events;
    this.clock = clock;
    this.transaction = transaction;
    this.properties = properties;
    for (var invariant : Invariant.values()) {
      var figure = new AtomicLong();
      broken.put(invariant, figure);
      Gauge.builder("tollgate.invariant.broken", figure, AtomicLong::get)
          .description("Rows that break an invariant")
          .tag("invariant", invariant.name())
          .strongReference(true)
          .register(registry);
    }
  }

  /** Makes one step of the check that has waited longest. */
  Mono<Void> step() {
    return log.take(checks.keySet())
        .flatMap(turn -> check(turn).step(turn.cursor()).flatMap(step -> note(turn, step)))
        .timeout(STEP_PATIENCE)
        .as(transaction::transactional)
        .then(Mono.defer(log::results))
        .doOnNext(this::show)
        .then();
  }

  private InvariantCheck check(Turn turn) {
    return Objects.requireNonNull(checks.get(turn.invariant()));
  }

  private Mono<Void> note(Turn turn, Step step) {
    return log.note(turn, step, clock.now())
        .filter(isFirst -> isFirst)
        .flatMap(first -> raise(turn.invariant(), step));
  }

  private Mono<Void> raise(Invariant invariant, Step step) {
    LOG.error("Invariant {} is broken: {}", invariant, step.broken());
    return events.raise(new Event(
        EventType.INVARIANT_BROKEN,
        null,
        null,
        null,
        Map.of(
            "invariant",
            invariant.name(),
            "statement",
            invariant.statement(),
            "sample",
            step.broken().getFirst())));
  }

  private void show(List<InvariantResult> results) {
    for (var result : results) {
      Objects.requireNonNull(broken.get(result.invariant())).set(result.broken());
    }
  }

  @Override
  public synchronized void start() {
    loop = WakeLoop.start("invariant monitor", properties.interval(), this::step);
  }

  @Override
  public synchronized void stop() {
    if (loop != null) {
      loop.dispose();
      loop = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return loop != null;
  }
}
