package io.tollgate.metering.usage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.metering.quota.ReservationsAwayException;
import io.tollgate.metering.work.WakeLoop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Finds reservations that nobody will close, because their node died or its answer from a store was
 * lost, and puts what the ledger says in their place. With both stores there, nothing stays held
 * longer than {@link #INTERVAL} and the second after which a reservation counts as left behind.
 *
 * <p>Every node sweeps. Whoever comes second to a slot finds it loaded already, and a reservation
 * that was given up too soon is caught by the ledger, which has the last word anyway.
 */
@Component
final class ReservationSweeper implements SmartLifecycle {

  static final Duration INTERVAL = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(ReservationSweeper.class);

  private final QuotaProposals proposals;
  private final Counter swept;
  private @Nullable WakeLoop loop;

  ReservationSweeper(QuotaProposals proposals, MeterRegistry registry) {
    this.proposals = proposals;
    this.swept = Counter.builder("tollgate.reservations.swept")
        .description("Slots loaded from the ledger, because a reservation was left behind")
        .register(registry);
  }

  /** One look at all open reservations; Redis away is nothing to report, it is known. */
  Mono<Void> sweep() {
    return proposals
        .sweep()
        .doOnNext(slot -> {
          swept.increment();
          LOG.info("Slot {}: a reservation was left behind; loaded anew from the ledger", slot);
        })
        .onErrorResume(ReservationsAwayException.class, away -> Mono.empty())
        .then();
  }

  @Override
  public synchronized void start() {
    loop = WakeLoop.start("reservation sweeper", INTERVAL, this::sweep);
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
