package io.tollgate.metering.collection;

import io.tollgate.rules.quantity.Quantity;
import java.math.BigDecimal;
import java.time.YearMonth;

/**
 * What a tiered price remembers: one instance's month so far, in order of collection.
 *
 * @param onDemand collected on demand quantity of the month
 * @param charged what was charged for it
 * @param isSettled whether that is final until more usage of the month arrives
 */
public record MonthUsage(Key key, Quantity onDemand, BigDecimal charged, boolean isSettled) {

  /** Whose month it is. */
  public record Key(long instanceNo, YearMonth month) {}

  static MonthUsage none(Key key) {
    return new MonthUsage(key, Quantity.ZERO, BigDecimal.ZERO, true);
  }

  MonthUsage plus(Quantity moreOnDemand, BigDecimal moreCharged, boolean settled) {
    return new MonthUsage(key, onDemand.plus(moreOnDemand), charged.add(moreCharged), settled);
  }
}
