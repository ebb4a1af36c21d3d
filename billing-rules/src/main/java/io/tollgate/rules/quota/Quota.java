package io.tollgate.rules.quota;

import java.time.Instant;
import java.util.Comparator;

/**
 * What one package allots to a billing item in one reset period.
 *
 * @param quotaNo our own number of this quota
 * @param packageInstanceId the package instance it belongs to, as the ISV named it
 * @param period when it can be drawn
 * @param grantedUnits granted in total, in 1/10,000 of the item's unit; not negative
 * @param stopBeforeExcess whether only records that name the package draw on it
 * @param purchasedAt when the package was bought
 */
public record Quota(
    long quotaNo,
    String packageInstanceId,
    QuotaPeriod period,
    long grantedUnits,
    boolean stopBeforeExcess,
    Instant purchasedAt) {

  /**
   * Soonest end first, so that least lapses; then the earlier purchase; then the id of the package
   * instance by code point, so that any two nodes agree (contract 5.3).
   */
  public static final Comparator<Quota> DRAW_ORDER = Comparator.comparing(
          (Quota quota) -> quota.period().to())
      .thenComparing(Quota::purchasedAt)
      .thenComparing(Quota::packageInstanceId)
      .thenComparingLong(Quota::quotaNo);

  public Quota {
    if (grantedUnits < 0) {
      throw new IllegalArgumentException("grantedUnits: " + grantedUnits + " (expected: >= 0)");
    }
  }
}
