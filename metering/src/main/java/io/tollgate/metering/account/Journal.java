package io.tollgate.metering.account;

import io.tollgate.rules.journal.JournalEntry;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Writes the double-entry journal. All calls join the caller's transaction, write entries, postings
 * and balances together, and hold the end of the journal alone until the commit: so call them last.
 */
public interface Journal {

  /** Writes one entry. */
  default Mono<Void> post(JournalEntry entry) {
    return postAll(List.of(entry));
  }

  /** Writes {@code entries} in this order; none is fine. Made for many thousands at once. */
  Mono<Void> postAll(List<JournalEntry> entries);
}
