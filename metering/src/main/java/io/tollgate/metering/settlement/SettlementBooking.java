package io.tollgate.metering.settlement;

import io.tollgate.metering.account.Journal;
import io.tollgate.metering.audit.AuditLog;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.event.Event;
import io.tollgate.metering.event.EventType;
import io.tollgate.metering.event.Events;
import io.tollgate.rules.journal.JournalEntry;
import io.tollgate.rules.money.Money;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Books what a run came to. Statements that are new or changed move money, and only by what changed;
 * new ones are announced. All in the caller's transaction.
 */
@Component
final class SettlementBooking {

  private final Statements statements;
  private final Journal journal;
  private final Events events;
  private final AuditLog audit;
  private final BusinessClock clock;

  SettlementBooking(
      Statements statements, Journal journal, Events events, AuditLog audit, BusinessClock clock) {
    this.statements = statements;
    this.journal = journal;
    this.events = events;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * @param earlier the month's statements before the run
   * @param made those after it
   */
  Mono<Void> book(YearMonth month, List<StatementSummary> earlier, List<StatementSummary> made) {
    var before = new TreeMap<String, StatementSummary>();
    earlier.forEach(statement -> before.put(statement.statementId(), statement));
    var entries = new ArrayList<JournalEntry>();
    var news = new ArrayList<StatementSummary>();
    for (var statement : made) {
      var old = before.remove(statement.statementId());
      difference(statement, old == null ? nothing(statement) : old).ifPresent(entries::add);
      if (old == null) {
        news.add(statement);
      }
    }
    before.values().forEach(gone -> difference(nothing(gone), gone).ifPresent(entries::add));
    return Flux.fromIterable(before.values())
        .concatMap(gone -> statements.remove(gone.statementNo()))
        .thenMany(Flux.fromIterable(news))
        .concatMap(this::announce)
        .then(Mono.defer(() -> entries.isEmpty()
            ? Mono.empty()
            : audit.record("settlement.run", "month:" + month, null, made.size() + " statements")))
        .then(journal.postAll(entries));
  }

  private Optional<JournalEntry> difference(StatementSummary now, StatementSummary before) {
    var toIsv = now.total().minus(before.total());
    var fee = now.fee().minus(before.fee());
    return toIsv.isZero() && fee.isZero()
        ? Optional.empty()
        : Optional.of(JournalEntry.settlement(
            now.isvId(), toIsv, fee, "statement:" + now.statementId(), clock.now()));
  }

  private static StatementSummary nothing(StatementSummary like) {
    var zero = Money.zero(like.total().currency());
    return new StatementSummary(
        like.statementNo(),
        like.statementId(),
        like.isvNo(),
        like.isvId(),
        like.month(),
        like.state(),
        zero,
        zero,
        like.generatedAt());
  }

  private Mono<Void> announce(StatementSummary statement) {
    return events.raise(new Event(
        EventType.STATEMENT_GENERATED,
        statement.isvNo(),
        null,
        null,
        Map.of(
            "statementId", statement.statementId(),
            "month", statement.month().toString(),
            "total", statement.total().plainAmount(),
            "currency", statement.total().currency().getCurrencyCode())));
  }
}
