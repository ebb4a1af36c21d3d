package io.tollgate.metering.settlement;

import java.time.YearMonth;
import java.util.List;

/** What came of a run. */
public sealed interface SettlementOutcome {

  /** The month has statements, these and no others; a rerun gives the same ones. */
  record Settled(YearMonth month, List<StatementSummary> statements) implements SettlementOutcome {

    public Settled {
      statements = List.copyOf(statements);
    }
  }

  /** The month is not over yet. */
  record NotOver(YearMonth month, YearMonth current) implements SettlementOutcome {}

  /** A statement of the month went on and is not made anew. */
  record Advanced(StatementSummary statement) implements SettlementOutcome {}
}
