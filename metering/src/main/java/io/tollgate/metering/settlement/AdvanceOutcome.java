package io.tollgate.metering.settlement;

import io.tollgate.rules.money.Money;
import io.tollgate.rules.settlement.StatementState;
import java.util.Optional;

/** What came of moving a statement on. */
public sealed interface AdvanceOutcome {

  record Advanced(StatementSummary statement) implements AdvanceOutcome {}

  /** Another step is next, or none. */
  record NotNext(StatementState state, Optional<StatementState> next) implements AdvanceOutcome {}

  /** Payment is asked for only from a certain sum on; more statements may reach it together. */
  record TooLittle(Money accumulated, Money least) implements AdvanceOutcome {}
}
