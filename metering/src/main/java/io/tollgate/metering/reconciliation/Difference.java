package io.tollgate.metering.reconciliation;

import io.tollgate.rules.usage.Cycle;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * Two figures of one instance and cycle that should be equal and are not. None is expected, ever.
 *
 * @param what the figure
 * @param expected by the ledger of usage records
 * @param actual on the aggregates
 */
public record Difference(
    Instant cycleStart,
    Cycle cycle,
    String instanceId,
    What what,
    BigDecimal expected,
    BigDecimal actual) {

  /** The figures that are compared. */
  public enum What {
    COLLECTED_RECORDS,
    COLLECTED_QUANTITY,
    DEDUCTED,
    ON_DEMAND,
    OVERAGE,
    /** Expected is the quantity, actual the sum of its parts. */
    PARTS
  }
}
