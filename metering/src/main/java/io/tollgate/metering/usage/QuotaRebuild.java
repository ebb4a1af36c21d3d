package io.tollgate.metering.usage;

import io.tollgate.metering.quota.QuotaReservations;
import io.tollgate.metering.quota.QuotaReservations.Belief;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Puts what the ledger says in the place of everything that is believed of quotas, and proves that
 * both are equal. Pushes may go on meanwhile: what they hold or have just drawn is waited for.
 */
@Component
public final class QuotaRebuild {

  private static final int SLOTS_AT_ONCE = 16;

  /** Reads of one slot until no push is between its reservation and its commit. */
  private static final int LOOKS = 40;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final QuotaReservations reservations;
  private final UsageLedger ledger;

  QuotaRebuild(QuotaReservations reservations, UsageLedger ledger) {
    this.reservations = reservations;
    this.ledger = ledger;
  }

  /**
   * What was rebuilt.
   *
   * @param differences quotas on which ledger and reservations still disagree; none is expected
   */
  public record Rebuilt(long slots, long quotas, List<Difference> differences) {

    public Rebuilt {
      differences = List.copyOf(differences);
    }

    private static Rebuilt nothing() {
      return new Rebuilt(0, 0, List.of());
    }

    private Rebuilt and(Compared slot) {
      var all = new ArrayList<>(differences);
      all.addAll(slot.differences);
      return new Rebuilt(slots + 1, quotas + slot.quotas, all);
    }
  }

  /** One quota of which two figures should be equal and are not. */
  public record Difference(long slotNo, long quotaNo, long ledgerUnits, long believedUnits) {}

  private record Compared(int quotas, List<Difference> differences) {}

  /**
   * Rebuilds every slot.
   *
   * <p>Fails with {@link io.tollgate.metering.quota.ReservationsAwayException} where Redis cannot be
   * reached; what was rebuilt by then is as good as ever.
   */
  public Mono<Rebuilt> rebuild() {
    return ledger
        .slots()
        .flatMap(slot -> load(slot).then(look(slot)), SLOTS_AT_ONCE)
        .reduce(Rebuilt.nothing(), Rebuilt::and);
  }

  /** Compares every slot that is believed anything of, and changes nothing. */
  public Mono<Rebuilt> verify() {
    return ledger
        .slots()
        .flatMap(this::look, SLOTS_AT_ONCE)
        .reduce(Rebuilt.nothing(), Rebuilt::and);
  }

  private Mono<Void> load(long slotNo) {
    return reservations
        .believed(slotNo)
        .map(Belief::generation)
        .defaultIfEmpty("")
        .zipWith(ledger.left(slotNo))
        .flatMap(facts -> reservations.load(
            slotNo, facts.getT1(), facts.getT2().units(), facts.getT2().lastSequence()));
  }

  /** A difference counts only if it stays: a push in flight is in one store before the other. */
  private Mono<Compared> look(long slotNo) {
    return compare(slotNo)
        .flatMap(compared -> compared.differences.isEmpty()
            ? Mono.just(compared)
            : Mono.error(new StillDifferent(compared)))
        .retryWhen(Retry.fixedDelay(LOOKS, BETWEEN_LOOKS)
            .filter(StillDifferent.class::isInstance)
            .onRetryExhaustedThrow((policy, signal) -> signal.failure()))
        .onErrorResume(StillDifferent.class, different -> Mono.just(different.compared));
  }

  private Mono<Compared> compare(long slotNo) {
    return ledger
        .left(slotNo)
        .zipWith(reservations.believed(slotNo).defaultIfEmpty(new Belief("", Map.of(), Map.of())))
        .map(both -> compare(slotNo, both.getT1().units(), both.getT2()));
  }

  private static Compared compare(long slotNo, Map<Long, Long> ledger, Belief belief) {
    var differences = new ArrayList<Difference>();
    belief.leftUnits().forEach((quota, left) -> {
      var inLedger = ledger.getOrDefault(quota, 0L);
      var held = belief.heldUnits().getOrDefault(quota, 0L);
      if (held != 0 || left.longValue() != inLedger) {
        differences.add(new Difference(slotNo, quota, inLedger, left));
      }
    });
    return new Compared(belief.leftUnits().size(), differences);
  }

  private static final class StillDifferent extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Compared compared;

    StillDifferent(Compared compared) {
      super(null, null, false, false);
      this.compared = compared;
    }
  }
}
