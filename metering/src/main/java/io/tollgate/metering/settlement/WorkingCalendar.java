package io.tollgate.metering.settlement;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.rules.settlement.WorkingDays;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the calendar of public holidays, when the program starts. */
final class WorkingCalendar {

  private WorkingCalendar() {}

  /** The days that {@code file} says; Monday to Friday where there is none. */
  static WorkingDays of(@Nullable Path file) {
    return file == null ? WorkingDays.of(Set.of(), Set.of()) : parse(file, lines(file));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "tollgate.settlement.calendar: " + file + " (expected: a file that can be read)", e);
    }
  }

  private static WorkingDays parse(Path file, List<String> lines) {
    var holidays = new HashSet<LocalDate>();
    var worked = new HashSet<LocalDate>();
    for (var i = 0; i < lines.size(); i++) {
      var text = lines.get(i).replaceFirst("#.*", "").strip();
      if (!text.isEmpty()) {
        read(file + ":" + (i + 1), text, holidays, worked);
      }
    }
    return WorkingDays.of(holidays, worked);
  }

  private static void read(
      String where, String text, Set<LocalDate> holidays, Set<LocalDate> worked) {
    var space = text.indexOf(' ');
    try {
      var day = LocalDate.parse(space < 0 ? text : text.substring(0, space));
      switch (space < 0 ? "" : text.substring(space).strip()) {
        case "holiday" -> holidays.add(day);
        case "workday" -> worked.add(day);
        default -> throw unreadable(where, text);
      }
    } catch (DateTimeException notADay) {
      throw unreadable(where, text);
    }
  }

  private static IllegalArgumentException unreadable(String where, String text) {
    return new IllegalArgumentException(
        where + ": " + text + " (expected: a day and holiday or workday, as 2026-02-16 holiday)");
  }
}
