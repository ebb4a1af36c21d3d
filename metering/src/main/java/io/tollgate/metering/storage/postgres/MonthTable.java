package io.tollgate.metering.storage.postgres;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;

/** One month of a table that is partitioned by time: {@code usage_record_2026_01}. */
record MonthTable(Parent parent, YearMonth month) {

  /** The tables that are kept in months, and the column that places a row. */
  enum Parent {
    USAGE_RECORD("usage_record", "accepted_at"),
    USAGE_REFUSED("usage_refused", "refused_at");

    private final String table;
    private final String time;

    Parent(String table, String time) {
      this.table = table;
      this.time = time;
    }

    String table() {
      return table;
    }
  }

  /** The month a partition is named after; empty for the default partition and strangers. */
  static Optional<MonthTable> named(Parent parent, String name) {
    var suffix = name.substring(Math.min(name.length(), parent.table.length()));
    return suffix.matches("_\\d{4}_\\d{2}")
        ? Optional.of(
            new MonthTable(parent, YearMonth.parse(suffix.substring(1).replace('_', '-'))))
        : Optional.empty();
  }

  String name() {
    return "%s_%04d_%02d".formatted(parent.table, month.getYear(), month.getMonthValue());
  }

  /** Inclusive. */
  private Instant start() {
    return startOf(month);
  }

  /** Exclusive. */
  Instant end() {
    return startOf(month.plusMonths(1));
  }

  private static Instant startOf(YearMonth month) {
    return month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  /** Makes it beside its parent, without the identity: a partition has its parent's. */
  String create() {
    return """
        CREATE TABLE %s (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)""".formatted(name(), parent.table);
  }

  /** Whether rows came before the month was laid out: they lie in the default partition. */
  String hasCome() {
    return "SELECT EXISTS (SELECT FROM %s_default WHERE %s)".formatted(parent.table, isWithin());
  }

  String keepOut() {
    return "LOCK TABLE %s_default IN ACCESS EXCLUSIVE MODE".formatted(parent.table);
  }

  String moveWhatHasCome() {
    return """
        WITH moved AS (DELETE FROM %s_default WHERE %s RETURNING *)
        INSERT INTO %s SELECT * FROM moved""".formatted(parent.table, isWithin(), name());
  }

  private String isWithin() {
    return "%1$s >= '%2$s' AND %1$s < '%3$s'".formatted(parent.time, start(), end());
  }

  String attach() {
    return "ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM ('%s') TO ('%s')"
        .formatted(parent.table, name(), start(), end());
  }

  String detach() {
    return "ALTER TABLE %s DETACH PARTITION %s".formatted(parent.table, name());
  }

  String setAside() {
    return "ALTER TABLE %s SET SCHEMA archive".formatted(name());
  }

  String drop() {
    return "DROP TABLE " + name();
  }
}
