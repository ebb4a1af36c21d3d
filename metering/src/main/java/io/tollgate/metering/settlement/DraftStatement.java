package io.tollgate.metering.settlement;

import io.tollgate.rules.money.Money;
import io.tollgate.rules.settlement.LineKind;
import io.tollgate.rules.settlement.PlatformFee;
import io.tollgate.rules.settlement.Statement;
import io.tollgate.rules.settlement.StatementLine;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement as it is to be written: each transaction's line, behind it the fee on it, and last
 * what rounding left over.
 *
 * @param fee exact, what the platform keeps of all lines
 * @param placed where each transaction stands, counted from 1
 */
public record DraftStatement(
    Statement<DraftStatement.Reference> statement, Money fee, List<Placed> placed) {

  public DraftStatement {
    placed = List.copyOf(placed);
  }

  /** What a line is about; the rounding line is about the month alone. */
  public record Reference(@Nullable SoldItem item, YearMonth month) {}

  /** A transaction and its line. */
  public record Placed(long transactionNo, int line) {}

  /** The statement of {@code month} over transactions of one currency. */
  static DraftStatement of(
      YearMonth month, Currency currency, List<WaitingTransaction> transactions) {
    var lines = new ArrayList<StatementLine<Reference>>(2 * transactions.size());
    var placed = new ArrayList<Placed>(transactions.size());
    var fees = Money.zero(currency);
    for (var transaction : transactions) {
      var item = transaction.item();
      var reference = new Reference(item, item.month() == null ? month : item.month());
      lines.add(new StatementLine<>(item.kind(), reference, item.amount()));
      placed.add(new Placed(transaction.transactionNo(), lines.size()));
      var fee = PlatformFee.of(transaction.category(), transaction.feePercent(), item.amount());
      if (!fee.isZero()) {
        lines.add(new StatementLine<>(LineKind.FEE, reference, fee.negated()));
        fees = fees.plus(fee);
      }
    }
    return new DraftStatement(
        Statement.of(currency, lines, new Reference(null, month)), fees, placed);
  }
}
