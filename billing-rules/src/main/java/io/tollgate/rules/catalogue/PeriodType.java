package io.tollgate.rules.catalogue;

import java.time.Period;
import java.util.Locale;

/** What a subscription is counted in; the protocol writes it in lower case. */
public enum PeriodType {
  DAY(Period.ofDays(1)),
  MONTH(Period.ofMonths(1)),
  YEAR(Period.ofYears(1));

  private final Period length;

  PeriodType(Period length) {
    this.length = length;
  }

  public Period length() {
    return length;
  }

  /** {@code day}, {@code month} or {@code year}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
