package io.tollgate.metering.account.postgres;

import io.tollgate.metering.account.Journal;
import io.tollgate.metering.timer.TimerWake;
import io.tollgate.metering.work.AfterCommit;
import io.tollgate.rules.journal.JournalEntry;
import io.tollgate.rules.journal.Posting;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Numbers entries under one lock, without a gap, and writes each table in one statement a batch. */
@Component
final class PostgresJournal implements Journal {

  private static final int BATCH_SIZE = 2_000;

  private static final String LOCK = "SELECT pg_advisory_xact_lock(7002)";

  private static final String LAST_ENTRY = "SELECT coalesce(max(entry_no), 0) FROM journal_entry";

  private static final String ADD_ENTRIES = """
      INSERT INTO journal_entry (entry_no, kind, occurred_at, reference)
      SELECT :before + e.place, e.kind, e.occurred_at, e.reference
        FROM unnest(:kinds, :times, :references)
          WITH ORDINALITY AS e (kind, occurred_at, reference, place)""";

  private static final String ADD_POSTINGS = """
      INSERT INTO posting (entry_no, line, account, amount, currency)
      SELECT * FROM unnest(:entries, :lines, :accounts, :amounts, :currencies)""";

  /** In the order of the accounts' names, so that no two transactions wait for each other. */
  private static final String ADD_TO_BALANCES = """
      INSERT INTO account (account, currency, balance)
      SELECT p.account, p.currency, sum(p.amount)
        FROM unnest(:accounts, :amounts, :currencies) AS p (account, amount, currency)
       GROUP BY p.account, p.currency
       ORDER BY p.account, p.currency
      ON CONFLICT (account, currency)
      DO UPDATE SET balance = account.balance + excluded.balance""";

  /**
   * A prepaid customer whose balance fell below zero, or one in arrears who is even again, is looked
   * at right after the commit, as of the movement's time.
   */
  private static final String WATCH_STANDINGS = """
      INSERT INTO timer (kind, subject, due_at)
      SELECT 'CUSTOMER_BALANCE', c.customer_id, :at
        FROM unnest(:accounts::text[]) AS moved (account)
        JOIN customer c ON moved.account = 'customer:' || c.customer_id
        JOIN account a ON a.account = moved.account AND a.currency = c.currency
       WHERE (a.balance < 0 AND c.standing = 'GOOD' AND c.type = 'PREPAID')
          OR (a.balance >= 0 AND c.standing <> 'GOOD')""";

  private final DatabaseClient database;
  private final TimerWake timers;

  PostgresJournal(DatabaseClient database, TimerWake timers) {
    this.database = database;
    this.timers = timers;
  }

  @Override
  public Mono<Void> postAll(List<JournalEntry> entries) {
    if (entries.isEmpty()) {
      return Mono.empty();
    }
    return database
        .sql(LOCK)
        .then()
        .then(database.sql(LAST_ENTRY).mapValue(Long.class).one())
        .flatMap(last -> Flux.range(0, (entries.size() + BATCH_SIZE - 1) / BATCH_SIZE)
            .concatMap(batch -> write(last + (long) batch * BATCH_SIZE, slice(entries, batch)))
            .then());
  }

  private static List<JournalEntry> slice(List<JournalEntry> entries, int batch) {
    var from = batch * BATCH_SIZE;
    return entries.subList(from, Math.min(entries.size(), from + BATCH_SIZE));
  }

  private Mono<Void> write(long before, List<JournalEntry> entries) {
    var rows = PostingRows.of(before, entries);
    return addEntries(before, entries)
        .then(addPostings(rows))
        .then(addToBalances(rows))
        .then(watchStandings(rows, entries.getLast().occurredAt()));
  }

  private Mono<Void> addEntries(long before, List<JournalEntry> entries) {
    return database
        .sql(ADD_ENTRIES)
        .bind("before", before)
        .bind("kinds", entries.stream().map(entry -> entry.kind().name()).toArray(String[]::new))
        .bind("times", entries.stream().map(JournalEntry::occurredAt).toArray(Instant[]::new))
        .bind("references", entries.stream().map(JournalEntry::reference).toArray(String[]::new))
        .then();
  }

  private Mono<Void> addPostings(PostingRows rows) {
    return database
        .sql(ADD_POSTINGS)
        .bind("entries", rows.entryNos.toArray(Long[]::new))
        .bind("lines", rows.lines.toArray(Short[]::new))
        .bind("accounts", rows.accounts.toArray(String[]::new))
        .bind("amounts", rows.amounts.toArray(BigDecimal[]::new))
        .bind("currencies", rows.currencies.toArray(String[]::new))
        .then();
  }

  private Mono<Void> addToBalances(PostingRows rows) {
    return database
        .sql(ADD_TO_BALANCES)
        .bind("accounts", rows.accounts.toArray(String[]::new))
        .bind("amounts", rows.amounts.toArray(BigDecimal[]::new))
        .bind("currencies", rows.currencies.toArray(String[]::new))
        .then();
  }

  private Mono<Void> watchStandings(PostingRows rows, Instant at) {
    var customers = rows.accounts.stream()
        .filter(account -> account.startsWith("customer:"))
        .distinct()
        .toArray(String[]::new);
    return customers.length == 0
        ? Mono.empty()
        : database
            .sql(WATCH_STANDINGS)
            .bind("accounts", customers)
            .bind("at", at)
            .fetch()
            .rowsUpdated()
            .filter(written -> written > 0)
            .flatMap(written -> AfterCommit.run(timers::wake));
  }

  /** Postings as columns. */
  private static final class PostingRows {

    private final List<Long> entryNos = new ArrayList<>();
    private final List<Short> lines = new ArrayList<>();
    private final List<String> accounts = new ArrayList<>();
    private final List<BigDecimal> amounts = new ArrayList<>();
    private final List<String> currencies = new ArrayList<>();

    static PostingRows of(long before, List<JournalEntry> entries) {
      var rows = new PostingRows();
      var entryNo = before;
      for (var entry : entries) {
        entryNo++;
        var line = (short) 0;
        for (var posting : entry.postings()) {
          rows.add(entryNo, ++line, posting);
        }
      }
      return rows;
    }

    private void add(long entryNo, short line, Posting posting) {
      entryNos.add(entryNo);
      lines.add(line);
      accounts.add(posting.account().name());
      amounts.add(posting.amount().amount());
      currencies.add(posting.amount().currency().getCurrencyCode());
    }
  }
}
