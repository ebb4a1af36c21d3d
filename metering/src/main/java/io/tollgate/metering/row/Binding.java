package io.tollgate.metering.row;

import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import org.jspecify.annotations.Nullable;

/** Values that may be null, as a statement wants them bound. */
public final class Binding {

  private Binding() {}

  /** {@code value}, or a null of {@code type}. */
  public static <T> Parameter nullable(@Nullable T value, Class<T> type) {
    return value == null ? Parameters.in(type) : Parameters.in(value);
  }
}
