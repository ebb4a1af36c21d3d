package io.tollgate.gateway.ops;

import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.audit.AuditLog;
import io.tollgate.metering.quota.ReservationsAwayException;
import io.tollgate.metering.usage.QuotaRebuild;
import io.tollgate.metering.usage.QuotaRebuild.Rebuilt;
import io.tollgate.rules.quantity.Quantity;
import java.time.Duration;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What Redis believes of quotas, made anew from the ledger, and compared with it. */
@RestController
@RequestMapping("/ops/v1/quota-beliefs")
class QuotaRebuildController {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final QuotaRebuild rebuild;
  private final AuditLog audit;

  QuotaRebuildController(QuotaRebuild rebuild, AuditLog audit) {
    this.rebuild = rebuild;
    this.audit = audit;
  }

  /** Compares without changing anything. */
  @GetMapping
  Mono<Answer> verify() {
    return answered(rebuild.verify());
  }

  @PostMapping("/rebuild")
  Mono<Answer> rebuild() {
    return answered(rebuild
        .rebuild()
        .flatMap(rebuilt -> audit
            .record("quota-beliefs.rebuild", "redis", null, rebuilt.slots() + " slots")
            .thenReturn(rebuilt)));
  }

  private static Mono<Answer> answered(Mono<Rebuilt> rebuilt) {
    return rebuilt
        .map(Answer::of)
        .onErrorMap(
            ReservationsAwayException.class,
            away -> Problem.unavailable(String.valueOf(away.getMessage()), RETRY_AFTER)
                .asException());
  }

  /**
   * @param quotas that were compared
   */
  record Answer(long slots, long quotas, List<Difference> differences) {

    static Answer of(Rebuilt rebuilt) {
      return new Answer(
          rebuilt.slots(),
          rebuilt.quotas(),
          rebuilt.differences().stream().map(Difference::of).toList());
    }
  }

  record Difference(long slotNo, long quotaNo, String ledger, String believed) {

    static Difference of(QuotaRebuild.Difference difference) {
      return new Difference(
          difference.slotNo(),
          difference.quotaNo(),
          new Quantity(difference.ledgerUnits()).toString(),
          new Quantity(difference.believedUnits()).toString());
    }
  }
}
