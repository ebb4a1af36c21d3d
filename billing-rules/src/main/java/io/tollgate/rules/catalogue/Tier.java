package io.tollgate.rules.catalogue;

import java.math.BigDecimal;

/**
 * One step of a tiered price.
 *
 * @param fromUnits where it begins, exclusive: the end of the tier before, or 0
 * @param upToUnits where it ends, inclusive; {@link Long#MAX_VALUE} for the last tier
 * @param unitPrice of one whole unit (10,000 of the units here); not negative
 */
public record Tier(long fromUnits, long upToUnits, BigDecimal unitPrice) {

  public Tier {
    if (fromUnits < 0 || fromUnits >= upToUnits) {
      throw new IllegalArgumentException(
          "upToUnits: " + upToUnits + " (expected: more than " + fromUnits + ", itself >= 0)");
    }
    if (unitPrice.signum() < 0) {
      throw new IllegalArgumentException("unitPrice: " + unitPrice + " (expected: >= 0)");
    }
  }

  public boolean isLast() {
    return upToUnits == Long.MAX_VALUE;
  }
}
