package io.tollgate.metering.settlement;

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

  /** Writes a statement, or writes it anew with the same number and id. */
  Mono<StatementSummary> write(
      int isvNo, String isvId, YearMonth month, DraftStatement draft, Instant generatedAt);

  /** Removes a statement that has nothing on it any more. */
  Mono<Void> remove(long statementNo);

  Mono<Void> setState(long statementNo, StatementState state);
}
