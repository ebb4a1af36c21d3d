package io.tollgate.metering.settlement;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.settlement.SettlementOutcome.Advanced;
import io.tollgate.metering.settlement.SettlementOutcome.NotOver;
import io.tollgate.metering.settlement.SettlementOutcome.Settled;
import io.tollgate.rules.settlement.StatementState;
import java.time.YearMonth;
import java.util.List;
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
 * Memory does not grow with what is billed.
 */
@Component
public final class Settlement {

  private final Transactions transactions;
  private final Statements statements;
  private final StatementWriter writer;
  private final SettlementBooking booking;
  private final List<MonthSettled> listeners;
  private final TransactionalOperator transaction;
  private final BusinessClock clock;

  Settlement(
      Transactions transactions,
      Statements statements,
      StatementWriter writer,
      SettlementBooking booking,
      ObjectProvider<MonthSettled> listeners,
      TransactionalOperator transaction,
      BusinessClock clock) {
    this.transactions = transactions;
    this.statements = statements;
    this.writer = writer;
    this.booking = booking;
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
        .concatMap(isv -> writer.write(isv.getKey(), isv.getValue(), month))
        .collectList()
        .flatMap(made -> tell(month)
            .then(booking.book(month, earlier, made))
            .thenReturn(new Settled(month, made)));
  }

  private Mono<Void> tell(YearMonth month) {
    return Flux.fromIterable(listeners)
        .concatMap(listener -> listener.settled(month, clock.now()))
        .then();
  }
}
