package io.tollgate.metering.collection;

import io.tollgate.rules.collection.MonthCount;
import java.time.YearMonth;

/** What a tiered price remembers of one instance's month. */
public record MonthUsage(Key key, MonthCount count) {

  /** Whose month it is. */
  public record Key(long instanceNo, YearMonth month) {}
}
