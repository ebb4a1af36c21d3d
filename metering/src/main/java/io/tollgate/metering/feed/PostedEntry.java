package io.tollgate.metering.feed;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** A journal entry as it was posted; its postings add up to zero. */
public record PostedEntry(
    long entryNo, String kind, Instant occurredAt, String reference, List<Line> postings) {

  public PostedEntry {
    postings = List.copyOf(postings);
  }

  /** One side of the entry. */
  public record Line(String account, BigDecimal amount, String currency) {}
}
