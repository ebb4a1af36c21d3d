package io.tollgate.rules.settlement;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;

/**
 * The day on which a month's statements are made: the 3rd of the month after, or the next working
 * day where the 3rd is none (koogallery.md section 11).
 */
public final class BillDay {

  private static final int DAY_OF_MONTH = 3;

  /** A calendar without a working day in so many days is a broken one. */
  private static final int LONGEST_HOLIDAY_DAYS = 31;

  private BillDay() {}

  public static LocalDate of(YearMonth month, WorkingDays workingDays) {
    var third = month.plusMonths(1).atDay(DAY_OF_MONTH);
    for (var days = 0; days < LONGEST_HOLIDAY_DAYS; days++) {
      if (workingDays.isWorkingDay(third.plusDays(days))) {
        return third.plusDays(days);
      }
    }
    throw new IllegalArgumentException(
        "workingDays: none from " + third + " on (expected: one within a month)");
  }

  /** The instant from which the month's statements are due: the bill day's midnight. */
  public static Instant dueAt(YearMonth month, WorkingDays workingDays, ZoneId zone) {
    return of(month, workingDays).atStartOfDay(zone).toInstant();
  }
}
