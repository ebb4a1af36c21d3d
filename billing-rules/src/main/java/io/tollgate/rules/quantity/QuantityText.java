package io.tollgate.rules.quantity;

import io.tollgate.rules.quantity.QuantityReading.Read;
import io.tollgate.rules.quantity.QuantityReading.Reason;
import io.tollgate.rules.quantity.QuantityReading.Unreadable;
import java.math.BigDecimal;

/**
 * Quantities as text: a JSON number, quoted or not.
 *
 * <p>Nearly every record writes plain digits with at most a point, and those are read in one pass
 * without an intermediate object. Whatever else looks like a number (an exponent, a sign, a very
 * long row of zeros) takes the slow way through {@link BigDecimal}, which gives the same answer.
 */
final class QuantityText {

  /** No field of the marketplace protocol that holds a number is longer. */
  private static final int LONGEST_TEXT = 20;

  /** Fifteen digits and four decimals stay below 2^63 units, so the fast way cannot overflow. */
  private static final int FAST_DIGITS = 14;

  private QuantityText() {}

  static QuantityReading read(String text, Quantity largest) {
    if (text.isEmpty() || text.length() > LONGEST_TEXT) {
      return new Unreadable(Reason.NOT_A_NUMBER, clipped(text));
    }
    var units = plainUnits(text);
    return units >= 0 ? judged(text, units, largest) : readSlowly(text, largest);
  }

  /** The units of plain digits with an optional point and one to four decimals, or -1. */
  private static long plainUnits(String text) {
    var units = 0L;
    var digits = 0;
    var decimals = -1;
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == '.' && decimals < 0 && digits > 0) {
        decimals = 0;
      } else if (c >= '0' && c <= '9' && digits < FAST_DIGITS) {
        units = units * 10 + (c - '0');
        digits++;
        decimals += decimals < 0 ? 0 : 1;
      } else {
        return -1;
      }
    }
    return decimals == 0 || decimals > Quantity.DECIMALS ? -1 : scaled(units, decimals);
  }

  private static long scaled(long digits, int decimals) {
    var units = digits;
    for (var i = Math.max(decimals, 0); i < Quantity.DECIMALS; i++) {
      units *= 10;
    }
    return units;
  }

  private static QuantityReading readSlowly(String text, Quantity largest) {
    if (!startsAndEndsWithDigit(text)) {
      return new Unreadable(Reason.NOT_A_NUMBER, text);
    }
    BigDecimal value;
    try {
      value = new BigDecimal(text);
    } catch (NumberFormatException e) {
      return new Unreadable(Reason.NOT_A_NUMBER, text);
    }
    if (value.scale() > Quantity.DECIMALS) {
      return new Unreadable(Reason.TOO_MANY_DECIMALS, text);
    }
    if (value.signum() <= 0) {
      return new Unreadable(Reason.NOT_POSITIVE, text);
    }
    if (value.compareTo(largest.toBigDecimal()) > 0) {
      return new Unreadable(Reason.TOO_LARGE, text);
    }
    return new Read(
        new Quantity(value.setScale(Quantity.DECIMALS).unscaledValue().longValue()));
  }

  /** JSON writes {@code 0.5}, never {@code .5}, {@code 5.} or {@code +5}. */
  private static boolean startsAndEndsWithDigit(String text) {
    var first = text.charAt(0) == '-' && text.length() > 1 ? text.charAt(1) : text.charAt(0);
    return isDigit(first)
        && isDigit(text.charAt(text.length() - 1))
        && !text.contains(".e")
        && !text.contains(".E");
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static QuantityReading judged(String text, long units, Quantity largest) {
    if (units == 0) {
      return new Unreadable(Reason.NOT_POSITIVE, text);
    }
    if (units > largest.units()) {
      return new Unreadable(Reason.TOO_LARGE, text);
    }
    return new Read(new Quantity(units));
  }

  private static String clipped(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
  }

  static String write(long units) {
    var whole = units / Quantity.UNITS_PER_ONE;
    var rest = Math.abs(units % Quantity.UNITS_PER_ONE);
    if (rest == 0) {
      return Long.toString(whole);
    }
    var sign = units < 0 && whole == 0 ? "-" : "";
    return sign + whole + "." + decimals(rest);
  }

  private static String decimals(long rest) {
    var text = Long.toString(Quantity.UNITS_PER_ONE + rest).substring(1);
    var end = text.length();
    while (text.charAt(end - 1) == '0') {
      end--;
    }
    return text.substring(0, end);
  }
}
