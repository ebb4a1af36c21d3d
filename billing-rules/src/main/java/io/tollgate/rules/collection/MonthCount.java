package io.tollgate.rules.collection;

import io.tollgate.rules.money.Money;
import java.util.Currency;

/**
 * What one instance's month of consumption has come to: all that a tiered price remembers.
 *
 * @param onDemandUnits collected so far, corrections included; not negative
 * @param charged by all aggregates of the month so far
 * @param settled whether the month has ended and its last cycle been collected
 */
public record MonthCount(long onDemandUnits, Money charged, boolean settled) {

  public MonthCount {
    if (onDemandUnits < 0) {
      throw new IllegalArgumentException("onDemandUnits: " + onDemandUnits + " (expected: >= 0)");
    }
  }

  public static MonthCount none(Currency currency) {
    return new MonthCount(0, Money.zero(currency), false);
  }

  MonthCount plus(long units, Money amount) {
    return new MonthCount(Math.addExact(onDemandUnits, units), charged.plus(amount), settled);
  }

  MonthCount settledNow() {
    return new MonthCount(onDemandUnits, charged, true);
  }
}
