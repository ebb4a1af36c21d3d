package io.tollgate.metering.invariant.postgres;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.invariant.Invariant;
import io.tollgate.metering.invariant.InvariantCheck;
import io.tollgate.metering.reconciliation.Difference;
import io.tollgate.metering.reconciliation.Reconciliation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The reconciliation of one hour a step, over as long as late records may come, newest first. */
@Component
final class CycleAddsUpCheck implements InvariantCheck {

  private static final Duration LATENESS = Duration.ofDays(22);
  private static final Duration STEP = Duration.ofHours(1);

  private final Reconciliation reconciliation;
  private final BusinessClock clock;

  CycleAddsUpCheck(Reconciliation reconciliation, BusinessClock clock) {
    this.reconciliation = reconciliation;
    this.clock = clock;
  }

  @Override
  public Invariant invariant() {
    return Invariant.CYCLE_ADDS_UP;
  }

  @Override
  public Mono<Step> step(String cursor) {
    var now = clock.now();
    var to =
        cursor.equals(START) ? now.truncatedTo(ChronoUnit.HOURS).plus(STEP) : Instant.parse(cursor);
    var from = to.minus(STEP);
    return reconciliation
        .report(from, to)
        .map(report -> new Step(
            from.isBefore(now.minus(LATENESS)) ? START : from.toString(),
            from.isBefore(now.minus(LATENESS)),
            report.cycles().size(),
            report.differences().stream().map(CycleAddsUpCheck::sentence).toList()));
  }

  private static String sentence(Difference difference) {
    return "instance %s, cycle from %s: %s is %s (expected: %s)"
        .formatted(
            difference.instanceId(),
            difference.cycleStart(),
            difference.what(),
            difference.actual().toPlainString(),
            difference.expected().toPlainString());
  }
}
