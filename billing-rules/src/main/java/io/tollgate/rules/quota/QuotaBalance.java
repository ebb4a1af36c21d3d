package io.tollgate.rules.quota;

import java.util.Comparator;

/**
 * A quota and how much of it is gone.
 *
 * @param drawnUnits drawn so far; from 0 to what the quota grants
 */
public record QuotaBalance(Quota quota, long drawnUnits) {

  static final Comparator<QuotaBalance> DRAW_ORDER =
      Comparator.comparing(QuotaBalance::quota, Quota.DRAW_ORDER);

  public QuotaBalance {
    if (drawnUnits < 0 || drawnUnits > quota.grantedUnits()) {
      throw new IllegalArgumentException(
          "drawnUnits: " + drawnUnits + " (expected: 0 to " + quota.grantedUnits() + ")");
    }
  }

  public long remainingUnits() {
    return quota.grantedUnits() - drawnUnits;
  }

  /** The balance after drawing {@code units}, or after giving back where negative. */
  public QuotaBalance drawn(long units) {
    return new QuotaBalance(quota, Math.addExact(drawnUnits, units));
  }
}
