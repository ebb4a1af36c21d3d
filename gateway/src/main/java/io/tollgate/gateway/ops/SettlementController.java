package io.tollgate.gateway.ops;

import io.tollgate.gateway.billing.BillingMonth;
import io.tollgate.gateway.billing.StatementView;
import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.settlement.AdvanceOutcome;
import io.tollgate.metering.settlement.Settlement;
import io.tollgate.metering.settlement.SettlementOutcome;
import io.tollgate.metering.settlement.StatementAdvance;
import io.tollgate.rules.settlement.StatementState;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Settlement (contract 3.6). */
@RestController
@RequestMapping("/ops/v1")
class SettlementController {

  private final Settlement settlement;
  private final StatementAdvance advance;

  SettlementController(Settlement settlement, StatementAdvance advance) {
    this.settlement = settlement;
    this.advance = advance;
  }

  record SettledAnswer(String month, List<StatementView> statements) {}

  record Advance(@NotNull StatementState to) {}

  @PostMapping("/settlements/{month}")
  Mono<SettledAnswer> settle(@PathVariable String month) {
    return settlement.settle(BillingMonth.parse("month", month)).map(outcome -> switch (outcome) {
      case SettlementOutcome.Settled(var settled, var statements) ->
        new SettledAnswer(
            BillingMonth.text(settled),
            statements.stream().map(StatementView::of).toList());
      case SettlementOutcome.NotOver(var asked, var current) ->
        throw Problem.unprocessable("month: " + BillingMonth.text(asked)
                + " is not over (expected: a month before " + BillingMonth.text(current) + ")")
            .asException();
      case SettlementOutcome.Advanced(var statement) ->
        throw Problem.conflict("Statement " + statement.statementId() + " is "
                + statement.state() + " already (expected: all of the month GENERATED); what"
                + " is wrong on it is put right on the next month's")
            .asException();
    });
  }

  @PostMapping("/statements/{statementId}/advance")
  Mono<StatementView> advance(
      @PathVariable String statementId, @Valid @RequestBody Advance request) {
    return advance
        .advance(statementId, request.to())
        .map(outcome -> switch (outcome) {
          case AdvanceOutcome.Advanced(var statement) -> StatementView.of(statement);
          case AdvanceOutcome.NotNext(var state, var next) ->
            throw Problem.conflict("to: " + request.to() + " does not follow " + state
                    + " (expected: " + next.map(Enum::name).orElse("nothing, it is paid") + ")")
                .asException();
          case AdvanceOutcome.TooLittle(var accumulated, var least) ->
            throw Problem.conflict("to: " + request.to() + " with " + accumulated
                    + " accumulated (expected: at least " + least
                    + "; countersign further statements first)")
                .asException();
        })
        .switchIfEmpty(
            Mono.error(() -> Problem.notFound("statement", statementId).asException()));
  }
}
