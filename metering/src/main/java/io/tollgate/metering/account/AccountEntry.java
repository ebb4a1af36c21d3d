package io.tollgate.metering.account;

import io.tollgate.rules.journal.JournalEntry;

/** A journal entry with its number in the journal. */
public record AccountEntry(long entryNo, JournalEntry entry) {}
