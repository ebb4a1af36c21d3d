package io.tollgate.gateway.billing;

import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.reconciliation.Reconciliation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The proof that nothing was lost between acceptance and the feed. */
@RestController
final class ReconciliationController {

  /** What one request may sum up. */
  private static final Duration LONGEST = Duration.ofDays(62);

  /** What is shown where nothing is asked for: the lateness window. */
  private static final Duration BY_DEFAULT = Duration.ofDays(21);

  private final Reconciliation reconciliation;
  private final BusinessClock clock;

  ReconciliationController(Reconciliation reconciliation, BusinessClock clock) {
    this.reconciliation = reconciliation;
    this.clock = clock;
  }

  @GetMapping("/billing/v1/reconciliation")
  Mono<ReconciliationView> reconciliation(
      @RequestParam(required = false) @Nullable Instant from,
      @RequestParam(required = false) @Nullable Instant to) {
    var end = to == null ? clock.now().plus(Duration.ofHours(1)) : to;
    var start = from == null ? end.minus(BY_DEFAULT).truncatedTo(ChronoUnit.HOURS) : from;
    if (!start.isBefore(end) || start.plus(LONGEST).isBefore(end)) {
      throw Problem.invalid(
              "from",
              "from: " + start + " (expected: before to, " + end + ", by at most "
                  + LONGEST.toDays() + " days)")
          .asException();
    }
    return reconciliation.report(start, end).map(ReconciliationView::of);
  }
}
