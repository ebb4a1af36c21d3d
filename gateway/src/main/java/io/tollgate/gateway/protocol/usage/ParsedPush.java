package io.tollgate.gateway.protocol.usage;

import io.tollgate.metering.usage.ReportedRecord;
import java.util.List;

/**
 * What the body of a usage push turned out to be. Every case is expected, so none is an exception.
 *
 * <p>A body with several faults is what comes first here: {@link Malformed} wins over {@link
 * TooMany}, wherever in the body the fault lies.
 */
public sealed interface ParsedPush {

  /** Of the shape the protocol asks for; at least one record, in the order of the body. */
  record Parsed(List<ReportedRecord> records) implements ParsedPush {

    public Parsed {
      records = List.copyOf(records);
    }
  }

  /**
   * Not JSON, or not of the shape.
   *
   * @param pointer JSON pointer (RFC 6901) to the fault; empty for the body as a whole
   * @param detail what was found and what was expected, without the pointer
   */
  record Malformed(String pointer, String detail) implements ParsedPush {}

  /** Of the shape, but with more records than a request may hold. */
  record TooMany(int count) implements ParsedPush {}

  /** Of the shape, without any record. */
  record Empty() implements ParsedPush {}
}
