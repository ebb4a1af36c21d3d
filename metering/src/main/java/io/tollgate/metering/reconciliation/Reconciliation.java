package io.tollgate.metering.reconciliation;

import io.tollgate.rules.usage.Cycle;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;

/** Compares sums that were made in different places. */
public interface Reconciliation {

  /** Every cycle that starts from {@code from}, inclusive, to {@code to}, exclusive. */
  Mono<CycleReport> report(Instant from, Instant to);

  /**
   * Where an ISV's own totals of one cycle differ from ours: instances that either side knows. Ours
   * are of accepted records, as corrected.
   *
   * @param totals at most one for an instance
   */
  Mono<List<TotalDifference>> compare(
      int isvNo, Cycle cycle, Instant cycleStart, List<OwnTotal> totals);

  /** What an ISV says of one of its instances. */
  record OwnTotal(String instanceId, Count count) {}

  /** An instance on which the two sides differ; a side that has nothing says zero. */
  record TotalDifference(String instanceId, Count theirs, Count ours) {}
}
