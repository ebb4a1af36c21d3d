package io.tollgate.gateway.billing;

import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A row of CSV as RFC 4180 wants it. A text that a spreadsheet would take for a formula gets an
 * apostrophe in front, so that an id chosen by somebody else never runs on the reader's desk.
 */
final class CsvRow {

  static final String LINE_END = "\r\n";

  private final StringJoiner row = new StringJoiner(",");

  CsvRow text(@Nullable String value) {
    row.add(value == null ? "" : quoted(harmless(value)));
    return this;
  }

  /** A value of our own making, such as a number or a word of the contract. */
  CsvRow plain(@Nullable String value) {
    row.add(value == null ? "" : value);
    return this;
  }

  private static String harmless(String value) {
    return !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
  }

  private static String quoted(String value) {
    var needsQuotes = value.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return needsQuotes ? '"' + value.replace("\"", "\"\"") + '"' : value;
  }

  @Override
  public String toString() {
    return row.toString();
  }
}
