package io.tollgate.metering.settlement;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.rules.settlement.Billing;
import io.tollgate.rules.settlement.BillingGate;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Writes the statements of one ISV, one for each currency, from its waiting transactions. All in the
 * caller's transaction. Memory does not grow with the transactions: they pass in batches.
 */
@Component
final class StatementWriter {

  /** Transactions in memory at a time; large enough that a round trip costs little beside them. */
  private static final int BATCH_SIZE = 2_000;

  private final Transactions transactions;
  private final Statements statements;
  private final BusinessClock clock;

  StatementWriter(Transactions transactions, Statements statements, BusinessClock clock) {
    this.transactions = transactions;
    this.statements = statements;
    this.clock = clock;
  }

  /** The statements of {@code month} that had something to bill, by currency. */
  Flux<StatementSummary> write(int isvNo, String isvId, YearMonth month) {
    return Flux.defer(() -> new Run(isvNo, isvId, month).statements());
  }

  /** The statements of one ISV while they are written. */
  private final class Run {

    private final int isvNo;
    private final String isvId;
    private final YearMonth month;
    private final Map<String, OpenStatement> open = new TreeMap<>();

    Run(int isvNo, String isvId, YearMonth month) {
      this.isvNo = isvNo;
      this.isvId = isvId;
      this.month = month;
    }

    Flux<StatementSummary> statements() {
      return transactions
          .openWaiting(isvNo)
          .flatMap(reading -> billAll(reading).then(Mono.defer(reading::close)))
          .thenMany(Flux.defer(() -> Flux.fromIterable(open.values())))
          .concatMap(this::end);
    }

    private Mono<Void> billAll(Transactions.Reading reading) {
      return reading
          .next(BATCH_SIZE)
          .flatMap(batch -> bill(billable(batch)).thenReturn(batch.size() < BATCH_SIZE))
          .repeat()
          .takeUntil(isLast -> isLast)
          .then();
    }

    private Map<String, List<WaitingTransaction>> billable(List<WaitingTransaction> batch) {
      return batch.stream()
          .filter(this::isBillable)
          .collect(groupingBy(
              waiting -> waiting.item().amount().currency().getCurrencyCode(),
              TreeMap::new,
              toList()));
    }

    private boolean isBillable(WaitingTransaction waiting) {
      return BillingGate.judge(waiting.facts(), month, clock.now(), clock.zone())
          instanceof Billing.Billable;
    }

    private Mono<Void> bill(Map<String, List<WaitingTransaction>> byCurrency) {
      return Flux.fromIterable(byCurrency.entrySet())
          .concatMap(billable -> statement(billable.getKey())
              .flatMap(statement -> write(statement, statement.add(billable.getValue()))))
          .then();
    }

    private Mono<OpenStatement> statement(String currencyCode) {
      var known = open.get(currencyCode);
      if (known != null) {
        return Mono.just(known);
      }
      var currency = Currency.getInstance(currencyCode);
      return statements
          .begin(isvNo, isvId, month, currency, clock.now())
          .map(head -> new OpenStatement(head, month, currency))
          .doOnNext(begun -> open.put(currencyCode, begun));
    }

    private Mono<Void> write(OpenStatement statement, OpenStatement.Piece piece) {
      var statementNo = statement.head().statementNo();
      return statements
          .add(statementNo, piece.lines())
          .then(transactions.bill(statementNo, piece.placed()));
    }

    private Mono<StatementSummary> end(OpenStatement statement) {
      return write(statement, statement.end())
          .then(Mono.defer(() ->
              statements.end(statement.head(), statement.total(), statement.fee(), clock.now())));
    }
  }
}
