package io.tollgate.metering.settlement;

import io.tollgate.rules.money.Money;
import io.tollgate.rules.settlement.StatementState;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Keeps statements. Writes join the caller's transaction. */
public interface Statements {

  /** Keeps other runs away until the caller's commit. */
  Mono<Void> lock();

  /** At most {@code limit} statements after {@code statementNo}; null is any. */
  Mono<List<StatementSummary>> list(
      @Nullable YearMonth month, @Nullable String isvId, long statementNo, int limit);

  Mono<StatementSummary> find(String statementId);

  /** All statements of a month. */
  Mono<List<StatementSummary>> ofMonth(YearMonth month);

  /** Those of an ISV whose payment was not asked for, or whose request still takes others along. */
  Mono<List<StatementSummary>> uninvoiced(int isvNo, Currency currency);

  /** Begins a statement, or begins it anew, without lines, with the same number and id. */
  Mono<StatementHead> begin(
      int isvNo, String isvId, YearMonth month, Currency currency, Instant generatedAt);

  /** Writes further lines of a statement that was begun. */
  Mono<Void> add(long statementNo, List<NumberedLine> lines);

  /** Ends what was begun. With the sums it had before it keeps the time it was made. */
  Mono<StatementSummary> end(StatementHead head, Money total, Money fee, Instant generatedAt);

  /** Removes a statement that has nothing on it any more. */
  Mono<Void> remove(long statementNo);

  Mono<Void> setState(long statementNo, StatementState state);
}
