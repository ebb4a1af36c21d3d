package io.tollgate.rules.settlement;

import io.tollgate.rules.money.Money;
import io.tollgate.rules.money.Rounded;
import java.util.Currency;

/**
 * What a statement has come to so far: kept while its lines pass, so that nobody has to keep them.
 *
 * @param total of the exact lines
 * @param remainder what rounding the lines left over: the last line of the statement, if not zero
 */
public record StatementSum(Money total, Money remainder) {

  /** Of a statement without lines. */
  public static StatementSum none(Currency currency) {
    return new StatementSum(Money.zero(currency), Money.zero(currency));
  }

  /** With a further line, exact. */
  public StatementSum plus(Money line) {
    return new StatementSum(
        total.plus(line), remainder.plus(Rounded.halfUp(line).remainder()));
  }

  /** A line as the statement shows it. */
  public static Money shown(Money line) {
    return Rounded.halfUp(line).amount();
  }
}
