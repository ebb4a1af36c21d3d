package io.tollgate.metering.reconciliation;

import java.util.List;

/**
 * The reconciliation of a stretch of time, as of one moment.
 *
 * @param differences all there are, up to a bound that nobody should reach
 */
public record CycleReport(List<CycleBalance> cycles, List<Difference> differences) {

  public CycleReport {
    cycles = List.copyOf(cycles);
    differences = List.copyOf(differences);
  }
}
