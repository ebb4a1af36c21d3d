package io.tollgate.metering.settlement;

import io.tollgate.rules.money.Money;
import io.tollgate.rules.settlement.LineKind;
import io.tollgate.rules.settlement.PlatformFee;
import io.tollgate.rules.settlement.StatementSum;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

/**
 * A statement that is being written: each transaction's line, behind it the fee on it, and last what
 * rounding left over. It numbers the lines and sums them up, and keeps none. Not thread-safe; the
 * steps of one pipeline use it one by one.
 */
final class OpenStatement {

  /** Lines to be written next, and the transactions that are on them. */
  record Piece(List<NumberedLine> lines, List<PlacedTransaction> placed) {

    Piece {
      lines = List.copyOf(lines);
      placed = List.copyOf(placed);
    }
  }

  private final StatementHead head;
  private final YearMonth month;
  private StatementSum sum;
  private Money fee;
  private int lines;

  OpenStatement(StatementHead head, YearMonth month, Currency currency) {
    this.head = head;
    this.month = month;
    this.sum = StatementSum.none(currency);
    this.fee = Money.zero(currency);
  }

  StatementHead head() {
    return head;
  }

  /** Puts the transactions on it, in this order; all are of its currency. */
  Piece add(List<WaitingTransaction> transactions) {
    var added = new ArrayList<NumberedLine>(2 * transactions.size());
    var placed = new ArrayList<PlacedTransaction>(transactions.size());
    for (var transaction : transactions) {
      var item = transaction.item();
      added.add(line(item.kind(), item, item.amount()));
      placed.add(new PlacedTransaction(transaction.transactionNo(), lines));
      var kept = PlatformFee.of(transaction.category(), transaction.feePercent(), item.amount());
      if (!kept.isZero()) {
        added.add(line(LineKind.FEE, item, kept.negated()));
        fee = fee.plus(kept);
      }
    }
    return new Piece(added, placed);
  }

  private NumberedLine line(LineKind kind, SoldItem item, Money exact) {
    sum = sum.plus(exact);
    lines++;
    var ofMonth = item.month() == null ? month : item.month();
    return new NumberedLine(lines, kind, item, ofMonth, StatementSum.shown(exact));
  }

  /** What rounding left over; nothing is added afterwards. */
  Piece end() {
    var left = sum.remainder();
    return new Piece(
        left.isZero()
            ? List.of()
            : List.of(new NumberedLine(lines + 1, LineKind.ROUNDING, null, month, left)),
        List.of());
  }

  /** The sum of the lines, the last one included: what the ISV gets. */
  Money total() {
    return sum.total();
  }

  /** Exact, what the platform keeps of all lines. */
  Money fee() {
    return fee;
  }
}
