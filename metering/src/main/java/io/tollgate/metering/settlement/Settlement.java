package io.tollgate.metering.settlement;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.tollgate.metering.account.Journal;
import io.tollgate.metering.audit.AuditLog;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.event.Event;
import io.tollgate.metering.event.EventType;
import io.tollgate.metering.event.Events;
import io.tollgate.metering.settlement.SettlementOutcome.Advanced;
import io.tollgate.metering.settlement.SettlementOutcome.NotOver;
import io.tollgate.metering.settlement.SettlementOutcome.Settled;
import io.tollgate.rules.journal.JournalEntry;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.settlement.Billing;
import io.tollgate.rules.settlement.BillingGate;
import io.tollgate.rules.settlement.StatementState;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes a month's statements: one for each ISV and currency that has something to bill.
 *
 * <p>As long as none of them went on, the month can be run again: its transactions are taken off
 * and judged anew, and the journal gets what differs. A run that changes nothing leaves no trace.
 * The statements of one ISV are in memory at a time.
 */
@Component
public final class Settlement {

  private final Transactions transactions;
  private final Statements statements;
  private final Journal journal;
  private final Events events;
  private final AuditLog audit;
  private final List<MonthSettled> listeners;
  private final TransactionalOperator transaction;
  private final BusinessClock clock;

  Settlement(
      Transactions transactions,
      Statements statements,
      Journal journal,
      Events events,
      AuditLog audit,
      ObjectProvider<MonthSettled> listeners,
      TransactionalOperator transaction,
      BusinessClock clock) {
    this.transactions = transactions;
    this.statements = statements;
    this.journal = journal;
    this.events = events;
    this.audit = audit;
    this.listeners = listeners.orderedStream().toList();
    this.transaction = transaction;
    this.clock = clock;
  }

  /** Runs or reruns {@code month}. */
  public Mono<SettlementOutcome> settle(YearMonth month) {
    var current = YearMonth.from(clock.now().atZone(clock.zone()));
    if (!month.isBefore(current)) {
      return Mono.just(new NotOver(month, current));
    }
    return statements
        .lock()
        .then(Mono.defer(() -> statements.ofMonth(month)))
        .flatMap(earlier -> advanced(earlier)
            .<Mono<SettlementOutcome>>map(statement -> Mono.just(new Advanced(statement)))
            .orElseGet(() -> settle(month, earlier)))
        .as(transaction::transactional)
        .checkpoint("settlement.settle");
  }

  private static Optional<StatementSummary> advanced(List<StatementSummary> statements) {
    return statements.stream()
        .filter(statement -> statement.state() != StatementState.GENERATED)
        .findFirst();
  }

  private Mono<SettlementOutcome> settle(YearMonth month, List<StatementSummary> earlier) {
    return transactions
        .gather()
        .thenMany(Flux.fromIterable(earlier))
        .concatMap(statement -> transactions.unbill(statement.statementNo()))
        .then(Mono.defer(transactions::waitingIsvs))
        .flatMapMany(isvs -> Flux.fromIterable(new TreeMap<>(isvs).entrySet()))
        .concatMap(isv -> bill(isv.getKey(), isv.getValue(), month))
        .collectList()
        .flatMap(made ->
            tell(month).then(book(month, earlier, made)).thenReturn(new Settled(month, made)));
  }

  private Mono<Void> tell(YearMonth month) {
    return Flux.fromIterable(listeners)
        .concatMap(listener -> listener.settled(month, clock.now()))
        .then();
  }

  private Flux<StatementSummary> bill(int isvNo, String isvId, YearMonth month) {
    return transactions
        .waiting(isvNo)
        .filter(waiting -> isBillable(waiting, month))
        .collect(groupingBy(
            waiting -> waiting.item().amount().currency().getCurrencyCode(),
            TreeMap::new,
            toList()))
        .flatMapIterable(TreeMap::values)
        .concatMap(billable -> write(isvNo, isvId, month, billable));
  }

  private boolean isBillable(WaitingTransaction waiting, YearMonth month) {
    return BillingGate.judge(waiting.facts(), month, clock.now(), clock.zone())
        instanceof Billing.Billable;
  }

  private Mono<StatementSummary> write(
      int isvNo, String isvId, YearMonth month, List<WaitingTransaction> billable) {
    var currency = billable.getFirst().item().amount().currency();
    var draft = DraftStatement.of(month, currency, billable);
    return statements
        .write(isvNo, isvId, month, draft, clock.now())
        .flatMap(statement ->
            transactions.bill(statement.statementNo(), draft.placed()).thenReturn(statement));
  }

  /** Statements that are new or changed move money, and only by what changed. */
  private Mono<Void> book(
      YearMonth month, List<StatementSummary> earlier, List<StatementSummary> made) {
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
