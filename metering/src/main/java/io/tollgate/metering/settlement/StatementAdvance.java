package io.tollgate.metering.settlement;

import io.tollgate.metering.audit.AuditLog;
import io.tollgate.metering.settlement.AdvanceOutcome.Advanced;
import io.tollgate.metering.settlement.AdvanceOutcome.NotNext;
import io.tollgate.metering.settlement.AdvanceOutcome.TooLittle;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.settlement.StatementState;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Moves statements on, one step at a time and never back. */
@Component
public final class StatementAdvance {

  private final Statements statements;
  private final AuditLog audit;
  private final TransactionalOperator transaction;

  StatementAdvance(Statements statements, AuditLog audit, TransactionalOperator transaction) {
    this.statements = statements;
    this.audit = audit;
    this.transaction = transaction;
  }

  /** Moves a statement to its next state, which must be {@code to}; empty where there is none. */
  public Mono<AdvanceOutcome> advance(String statementId, StatementState to) {
    return statements
        .lock()
        .then(Mono.defer(() -> statements.find(statementId)))
        .flatMap(statement -> statement.state().next().equals(Optional.of(to))
            ? advance(statement, to)
            : Mono.<AdvanceOutcome>just(
                new NotNext(statement.state(), statement.state().next())))
        .as(transaction::transactional);
  }

  private Mono<AdvanceOutcome> advance(StatementSummary statement, StatementState to) {
    return to == StatementState.PAYMENT_REQUESTED
        ? accumulated(statement)
            .flatMap(sum -> StatementState.canRequestPayment(sum)
                ? write(statement, to)
                : Mono.just(new TooLittle(sum, StatementState.LEAST_PAYMENT)))
        : write(statement, to);
  }

  /**
   * Everything billed to the ISV in this currency that is on its way to a payment. A request is
   * open until its invoice notice, so that statements which reach the bound together also get past
   * it together, one after the other.
   */
  private Mono<Money> accumulated(StatementSummary statement) {
    var currency = statement.total().currency();
    return statements
        .uninvoiced(statement.isvNo(), currency)
        .map(open ->
            open.stream().map(StatementSummary::total).reduce(Money.zero(currency), Money::plus));
  }

  private Mono<AdvanceOutcome> write(StatementSummary statement, StatementState to) {
    return statements
        .setState(statement.statementNo(), to)
        .then(audit.record(
            "statement.advance",
            "statement:" + statement.statementId(),
            statement.state().name(),
            to.name()))
        .then(Mono.defer(() -> statements.find(statement.statementId())))
        .map(Advanced::new);
  }
}
