package io.tollgate.metering.usage;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The wire's {@code yyyyMMdd'T'HHmmss'Z'}, UTC, to the second.
 *
 * <p>Read by hand because three times a record pass here; nothing but sixteen characters in their
 * places, with a real date and time, is a time.
 */
final class UsageTime {

  private static final int LENGTH = 16;

  private UsageTime() {}

  /** The instant, or null where the text is no such time. */
  static @Nullable Instant parse(String text) {
    if (text.length() != LENGTH || text.charAt(8) != 'T' || text.charAt(15) != 'Z') {
      return null;
    }
    var date = digits(text, 0, 8);
    var time = digits(text, 9, 15);
    if (date < 0 || time < 0) {
      return null;
    }
    var year = date / 10_000;
    var month = date / 100 % 100;
    var day = date % 100;
    var hour = time / 10_000;
    var minute = time / 100 % 100;
    var second = time % 100;
    if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) {
      return null;
    }
    if (year < 1 || day > YearMonth.of(year, month).lengthOfMonth()) {
      return null;
    }
    return LocalDateTime.of(year, month, day, hour, minute, second).toInstant(ZoneOffset.UTC);
  }

  private static int digits(String text, int from, int to) {
    var value = 0;
    for (var i = from; i < to; i++) {
      var digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
