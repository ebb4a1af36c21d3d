package io.tollgate.gateway.protocol.codes;

import java.util.Arrays;
import java.util.Optional;

/** One row of one of the protocol's tables. */
public sealed interface ProtocolCode permits RequestCode, LicenseCode, ProductionResultCode {

  /** What the table says. */
  Row row();

  /** With which HTTP status it travels. */
  default int httpStatus() {
    return row().httpStatus();
  }

  /** As it travels. */
  default String code() {
    return row().code();
  }

  /** The table's message, to which a reply may add the value and what was expected. */
  default String message() {
    return row().message();
  }

  /** When it is sent, as a sentence without its full stop. */
  default String meaning() {
    return row().meaning();
  }

  /** The row of {@code table} that has a code; empty where the table does not know it. */
  static <C extends ProtocolCode> Optional<C> find(C[] table, String code) {
    return Arrays.stream(table).filter(known -> known.code().equals(code)).findFirst();
  }

  /** The columns of a table. */
  record Row(int httpStatus, String code, String message, String meaning) {}
}
