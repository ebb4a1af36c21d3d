package io.tollgate.metering.row;

import io.r2dbc.spi.Readable;
import io.tollgate.rules.quantity.Quantity;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;

/** Columns that are never null; one that is null fails with its name. */
public final class Columns {

  private Columns() {}

  public static <T> T value(Readable row, String column, Class<T> type) {
    return Objects.requireNonNull(row.get(column, type), column);
  }

  public static long number(Readable row, String column) {
    return value(row, column, Long.class);
  }

  public static int integer(Readable row, String column) {
    return value(row, column, Integer.class);
  }

  public static String text(Readable row, String column) {
    return value(row, column, String.class);
  }

  public static Instant instant(Readable row, String column) {
    return value(row, column, Instant.class);
  }

  public static BigDecimal decimal(Readable row, String column) {
    return value(row, column, BigDecimal.class);
  }

  /** A quantity kept as units of 1/10,000. */
  public static Quantity quantity(Readable row, String column) {
    return new Quantity(number(row, column));
  }
}
