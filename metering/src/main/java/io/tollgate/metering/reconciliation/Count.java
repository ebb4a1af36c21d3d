package io.tollgate.metering.reconciliation;

import java.math.BigDecimal;

/**
 * How much of something.
 *
 * @param units quantity in 1/10,000; may pass what a single quantity can be
 */
public record Count(long records, BigDecimal units) {

  /** Equal whatever zeros either side writes. */
  public boolean isSameAs(Count other) {
    return records == other.records && units.compareTo(other.units) == 0;
  }
}
