package io.tollgate.gateway.billing;

import io.tollgate.metering.feed.PostedEntry;
import java.time.Instant;
import java.util.List;

/** A journal entry as JSON. */
record JournalEntryView(
    String entryId, String kind, Instant occurredAt, String reference, List<Posting> postings) {

  record Posting(String account, String amount, String currency) {

    static Posting of(PostedEntry.Line line) {
      return new Posting(line.account(), DecimalText.of(line.amount()), line.currency());
    }
  }

  static JournalEntryView of(PostedEntry entry) {
    return new JournalEntryView(
        Long.toString(entry.entryNo()),
        entry.kind(),
        entry.occurredAt(),
        entry.reference(),
        entry.postings().stream().map(Posting::of).toList());
  }
}
