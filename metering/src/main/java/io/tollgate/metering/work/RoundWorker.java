package io.tollgate.metering.work;

import io.tollgate.metering.clock.DueWork;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;

/** Does rounds of due work at every poll and, for the test clock, until nothing is due any more. */
public final class RoundWorker implements SmartLifecycle, DueWork {

  private static final Duration RECHECK = Duration.ofMillis(20);
  private static final long NOTHING_DUE = -1;

  private final DueRounds rounds;
  private volatile @Nullable WakeLoop loop;

  public RoundWorker(DueRounds rounds) {
    this.rounds = rounds;
  }

  @Override
  public void start() {
    loop = WakeLoop.start(
        rounds.name(), rounds.pollInterval(), () -> rounds.round().then());
  }

  /** What is left after a round may be under way on another node: it is looked at again and again. */
  @Override
  public Mono<Long> runDue() {
    return roundIfDue(Duration.ZERO)
        .expand(done -> done == NOTHING_DUE ? Mono.empty() : roundIfDue(RECHECK))
        .filter(done -> done > 0)
        .reduce(0L, Long::sum);
  }

  private Mono<Long> roundIfDue(Duration pause) {
    return Mono.defer(rounds::anyDue)
        .flatMap(due -> due
            ? Mono.defer(rounds::round).delaySubscription(pause).map(Integer::longValue)
            : Mono.just(NOTHING_DUE));
  }

  @Override
  public Mono<Instant> nextDue() {
    return Mono.defer(rounds::nextDue);
  }

  @Override
  public void stop() {
    var running = loop;
    if (running != null) {
      running.dispose();
    }
    loop = null;
  }

  @Override
  public boolean isRunning() {
    return loop != null;
  }
}
