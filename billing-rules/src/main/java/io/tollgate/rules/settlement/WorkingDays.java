package io.tollgate.rules.settlement;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Set;

/** The calendar of the people who settle. */
@FunctionalInterface
public interface WorkingDays {

  boolean isWorkingDay(LocalDate day);

  /**
   * Monday to Friday without holidays, and the weekend days that are worked instead of a bridge
   * day.
   */
  static WorkingDays of(Set<LocalDate> holidays, Set<LocalDate> workedWeekendDays) {
    var free = Set.copyOf(holidays);
    var worked = Set.copyOf(workedWeekendDays);
    return day -> worked.contains(day) || (!isWeekend(day) && !free.contains(day));
  }

  private static boolean isWeekend(LocalDate day) {
    return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
  }
}
