package io.tollgate.metering.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.rules.settlement.BillDay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkingCalendarTests {

  @TempDir
  private Path folder;

  @Test
  void readsHolidaysAndWorkedWeekendsAndIgnoresRemarks() throws IOException {
    var calendar = WorkingCalendar.of(file("""
        # spring festival
        2026-02-03 holiday
        2026-02-04   holiday  # observed

        2026-02-07 workday
        """));

    assertThat(BillDay.of(YearMonth.of(2026, 1), calendar)).isEqualTo("2026-02-05");
    assertThat(calendar.isWorkingDay(LocalDate.of(2026, 2, 7))).isTrue();
  }

  @Test
  void worksMondayToFridayWithoutAFile() {
    var calendar = WorkingCalendar.of(null);

    assertThat(BillDay.of(YearMonth.of(2025, 12), calendar)).isEqualTo("2026-01-05");
  }

  @Test
  void saysWhichLineItCannotRead() throws IOException {
    var nonsense = file("2026-02-03 holiday\n2026-02-30 holiday\n");
    var unknownKind = file("2026-02-03 festival\n");

    assertThatThrownBy(() -> WorkingCalendar.of(nonsense))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(":2: 2026-02-30 holiday (expected: a day and holiday or workday");
    assertThatThrownBy(() -> WorkingCalendar.of(unknownKind)).hasMessageContaining(":1: ");
  }

  @Test
  void saysWhichFileIsMissing() {
    var missing = folder.resolve("none.txt");

    assertThatThrownBy(() -> WorkingCalendar.of(missing))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(missing.toString());
  }

  private Path file(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "calendar", ".txt"), text);
  }
}
