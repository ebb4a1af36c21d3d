package io.tollgate.rules.settlement;

import io.tollgate.rules.money.Money;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

/**
 * A month's statement for one ISV in one currency (对账单): every line rounded once, half up, to the
 * minor unit, and what that left over as a line of its own (contract 5.1).
 *
 * <p>So the total is the sum of the lines and also, to the last decimal, what was really sold: the
 * rounding line is the exact sum minus the rounded one. Where nothing was left over it is absent.
 *
 * @param lines in the order given, the rounding line last
 * @param total the sum of the lines
 */
public record Statement<T>(List<StatementLine<T>> lines, Money total) {

  public Statement {
    lines = List.copyOf(lines);
  }

  /**
   * @param exactLines the lines before rounding
   * @param roundingReference what the rounding line is about
   */
  public static <T> Statement<T> of(
      Currency currency, List<StatementLine<T>> exactLines, T roundingReference) {
    var lines = new ArrayList<StatementLine<T>>(exactLines.size() + 1);
    var sum = StatementSum.none(currency);
    for (var line : exactLines) {
      var shown = StatementSum.shown(line.amount());
      lines.add(new StatementLine<>(line.kind(), line.reference(), shown));
      sum = sum.plus(line.amount());
    }
    if (!sum.remainder().isZero()) {
      lines.add(new StatementLine<>(LineKind.ROUNDING, roundingReference, sum.remainder()));
    }
    return new Statement<>(lines, sum.total());
  }
}
