package io.tollgate.rules.quota;

import java.time.Instant;
import java.util.List;

/**
 * Whether a customer's billing item has run out (contract 5.5): stop-before-excess packages were
 * bought for it and none is left that can be drawn now. A new package or the next reset period ends
 * it. A customer that never had such a package is never exhausted.
 */
public final class Exhaustion {

  private Exhaustion() {}

  /**
   * @param balances quotas of the customer and item as they stand now; those of packages that were
   *     released before their time are left out
   */
  public static boolean isExhausted(List<QuotaBalance> balances, Instant now) {
    var hadAny = false;
    for (var balance : balances) {
      var quota = balance.quota();
      if (quota.stopBeforeExcess() && !now.isBefore(quota.period().from())) {
        hadAny = true;
        if (quota.period().holds(now) && balance.remainingUnits() > 0) {
          return false;
        }
      }
    }
    return hadAny;
  }
}
