package io.tollgate.gateway.billing;

import io.tollgate.metering.settlement.StatementSummary;
import java.time.Instant;

/** A statement as JSON. */
public record StatementView(
    String statementId,
    String isvId,
    String month,
    String state,
    String currency,
    String total,
    Instant generatedAt) {

  /** The statement without its lines. */
  public static StatementView of(StatementSummary statement) {
    return new StatementView(
        statement.statementId(),
        statement.isvId(),
        BillingMonth.text(statement.month()),
        statement.state().name(),
        statement.total().currency().getCurrencyCode(),
        statement.total().plainAmount(),
        statement.generatedAt());
  }
}
