package io.tollgate.metering.storage.postgres;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;

/** One month of a table that is partitioned by time: {@code usage_record_2026_01}. */
record MonthTable(String parent, YearMonth month) {

  /** The month a partition is named after; empty for the default partition and strangers. */
  static Optional<MonthTable> named(String parent, String name) {
    var suffix = name.substring(Math.min(name.length(), parent.length()));
    return suffix.matches("_\\d{4}_\\d{2}")
        ? Optional.of(
            new MonthTable(parent, YearMonth.parse(suffix.substring(1).replace('_', '-'))))
        : Optional.empty();
  }

  String name() {
    return "%s_%04d_%02d".formatted(parent, month.getYear(), month.getMonthValue());
  }

  /** Inclusive. */
  Instant start() {
    return startOf(month);
  }

  /** Exclusive. */
  Instant end() {
    return startOf(month.plusMonths(1));
  }

  private static Instant startOf(YearMonth month) {
    return month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
  }
}
