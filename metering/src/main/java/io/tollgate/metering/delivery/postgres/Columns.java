package io.tollgate.metering.delivery.postgres;

import io.r2dbc.spi.Readable;

/** Reads columns that the schema declares not null. */
final class Columns {

  private Columns() {}

  static <T> T value(Readable row, String column, Class<T> type) {
    var value = row.get(column, type);
    if (value == null) {
      throw new IllegalStateException(column + ": null (expected: a value)");
    }
    return value;
  }

  static String text(Readable row, String column) {
    return value(row, column, String.class);
  }
}
