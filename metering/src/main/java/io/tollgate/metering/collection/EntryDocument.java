package io.tollgate.metering.collection;

import io.tollgate.metering.collection.ReplayBooks.Line;
import io.tollgate.metering.collection.ReplayBooks.NumberedEntry;
import io.tollgate.rules.journal.JournalEntry;
import java.time.Instant;
import java.util.List;

/** A journal entry as one line of canonical JSON, for comparing every byte of it. */
final class EntryDocument {

  private EntryDocument() {}

  /** As the rules make it. */
  static String of(JournalEntry entry) {
    var lines = entry.postings().stream()
        .map(posting -> new Line(
            posting.account().name(),
            posting.amount().amount().toPlainString(),
            posting.amount().currency().getCurrencyCode()))
        .toList();
    return of(entry.kind().name(), entry.occurredAt(), entry.reference(), lines);
  }

  /** As it stands in the journal. */
  static String of(NumberedEntry entry) {
    return of(entry.kind(), entry.occurredAt(), entry.reference(), entry.lines());
  }

  private static String of(String kind, Instant occurredAt, String reference, List<Line> lines) {
    var json = new CanonicalJson()
        .open('{')
        .text("kind", kind)
        .text("occurredAt", occurredAt.toString())
        .name("postings")
        .open('[');
    for (var line : lines) {
      json.open('{')
          .text("account", line.account())
          .text("amount", line.amount())
          .text("currency", line.currency())
          .close('}');
    }
    return json.close(']').text("reference", reference).close('}').toString();
  }
}
