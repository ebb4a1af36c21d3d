package io.tollgate.metering.account.postgres;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.account.AccountEntry;
import io.tollgate.metering.row.Columns;
import io.tollgate.rules.journal.Account;
import io.tollgate.rules.journal.EntryKind;
import io.tollgate.rules.journal.JournalEntry;
import io.tollgate.rules.journal.Posting;
import io.tollgate.rules.money.Money;
import java.time.Instant;
import java.util.Currency;
import java.util.List;

/** One posting with its entry. */
record EntryRow(
    long entryNo, EntryKind kind, Instant occurredAt, String reference, Posting posting) {

  static EntryRow of(Readable row) {
    var amount = new Money(
        Columns.decimal(row, "amount"), Currency.getInstance(Columns.text(row, "currency")));
    return new EntryRow(
        Columns.number(row, "entry_no"),
        EntryKind.valueOf(Columns.text(row, "kind")),
        Columns.instant(row, "occurred_at"),
        Columns.text(row, "reference"),
        new Posting(new Account(Columns.text(row, "account")), amount));
  }

  /** The entry that {@code rows}, all of one number, are the postings of. */
  static AccountEntry entry(List<EntryRow> rows) {
    var first = rows.getFirst();
    var postings = rows.stream().map(EntryRow::posting).toList();
    return new AccountEntry(
        first.entryNo(),
        new JournalEntry(first.kind(), first.occurredAt(), first.reference(), postings));
  }
}
