package io.tollgate.gateway.billing;

import io.tollgate.gateway.problem.Problem;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Months travel as {@code yyyyMM}. */
public final class BillingMonth {

  private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuuMM");

  private BillingMonth() {}

  public static String text(YearMonth month) {
    return FORMAT.format(month);
  }

  /** The month that {@code text} names; anything else is a 400 that names {@code parameter}. */
  public static YearMonth parse(String parameter, String text) {
    try {
      return YearMonth.parse(text, FORMAT);
    } catch (DateTimeException notAMonth) {
      throw Problem.invalid(parameter, parameter + ": " + text + " (expected: a month as 202601)")
          .asException();
    }
  }

  static @Nullable YearMonth parseIfGiven(String parameter, @Nullable String text) {
    return text == null || text.isEmpty() ? null : parse(parameter, text);
  }
}
