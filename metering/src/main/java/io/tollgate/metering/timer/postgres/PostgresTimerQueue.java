package io.tollgate.metering.timer.postgres;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.timer.Timer;
import io.tollgate.metering.timer.TimerQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The row lock that a firing holds is its lease. A firing under way still shows its row to others,
 * which is what lets them see the oldest due time and wait for it.
 *
 * <p>Timers are always found by their due time. {@code kind || ''} keeps the planner from the index
 * over kinds, by which it would sort all that are due to find the first.
 */
@Component
final class PostgresTimerQueue implements TimerQueue {

  /** A timer that failed this often no longer holds up others, nor a move of the test clock. */
  private static final int FAILURES_WAITED_FOR = 3;

  private static final String TAKE_FIRST = """
      DELETE FROM timer
      WHERE timer_no = (
        SELECT timer_no FROM timer
        WHERE kind || '' = ANY(:kinds)
          AND due_at <= (
            SELECT CASE WHEN min(due_at) < :behind THEN min(due_at) ELSE :now END
            FROM (
              SELECT due_at FROM timer
              WHERE due_at <= :now AND kind || '' = ANY(:kinds) AND failures < :waitedFor
              ORDER BY due_at, timer_no LIMIT 1) oldest)
          AND (leased_until IS NULL OR leased_until <= clock_timestamp())
        ORDER BY due_at, timer_no
        LIMIT 1
        FOR UPDATE SKIP LOCKED)
      RETURNING timer_no, kind, subject, due_at""";

  private static final String TAKE_ALIKE = """
      DELETE FROM timer
      WHERE timer_no IN (
        SELECT timer_no FROM timer
        WHERE kind || '' = :kind AND due_at <= :upTo AND due_at >= :dueAt AND failures = 0
        ORDER BY due_at, timer_no
        LIMIT :limit
        FOR UPDATE SKIP LOCKED)
      RETURNING timer_no, kind, subject, due_at""";

  private static final String ANY_READY = """
      SELECT EXISTS (
        SELECT 1 FROM timer
        WHERE due_at <= :now AND kind || '' = ANY(:kinds)
          AND (leased_until IS NULL OR leased_until <= clock_timestamp())
          AND timer_no <> ALL(:inHand))""";

  private static final String POSTPONE = """
      UPDATE timer
      SET failures = failures + 1,
          last_error = left(:error, 1000),
          leased_until = clock_timestamp()
            + least(interval '50 milliseconds' * power(4, least(failures, 9)), interval '5 minutes')
      WHERE timer_no = :timerNo""";

  private static final String ANY_DUE = """
      SELECT EXISTS (
        SELECT 1 FROM timer
        WHERE due_at <= :now AND kind || '' = ANY(:kinds) AND failures < :waitedFor)""";

  private static final String NEXT_DUE = """
      SELECT due_at FROM timer
      WHERE due_at > :now AND kind || '' = ANY(:kinds)
      ORDER BY due_at, timer_no LIMIT 1""";

  private final DatabaseClient database;

  PostgresTimerQueue(DatabaseClient database) {
    this.database = database;
  }

  @Override
  public Mono<Timer> takeFirst(Collection<String> kinds, Instant now, Duration orderlyAfter) {
    return database
        .sql(TAKE_FIRST)
        .bind("kinds", kinds.toArray(String[]::new))
        .bind("now", now)
        .bind("behind", now.minus(orderlyAfter))
        .bind("waitedFor", FAILURES_WAITED_FOR)
        .map(PostgresTimerQueue::timer)
        .one();
  }

  @Override
  public Flux<Timer> takeAlike(Timer first, Instant now, Duration orderlyAfter, int limit) {
    var isLate = first.dueAt().isBefore(now.minus(orderlyAfter));
    return database
        .sql(TAKE_ALIKE)
        .bind("kind", first.kind())
        .bind("dueAt", first.dueAt())
        .bind("upTo", isLate ? first.dueAt() : now)
        .bind("limit", limit)
        .map(PostgresTimerQueue::timer)
        .all();
  }

  @Override
  public Mono<Boolean> anyReady(Collection<String> kinds, Instant now, Collection<Long> inHand) {
    return database
        .sql(ANY_READY)
        .bind("inHand", inHand.toArray(Long[]::new))
        .bind("kinds", kinds.toArray(String[]::new))
        .bind("now", now)
        .mapValue(Boolean.class)
        .one();
  }

  private static Timer timer(Readable row) {
    return new Timer(
        value(row, "timer_no", Long.class),
        value(row, "kind", String.class),
        value(row, "subject", String.class),
        value(row, "due_at", Instant.class));
  }

  private static <T> T value(Readable row, String column, Class<T> type) {
    return Objects.requireNonNull(row.get(column, type), column);
  }

  @Override
  public Mono<Void> postpone(Timer timer, String error) {
    return database
        .sql(POSTPONE)
        .bind("timerNo", timer.timerNo())
        .bind("error", error)
        .then();
  }

  @Override
  public Mono<Boolean> anyDue(Collection<String> kinds, Instant now) {
    return database
        .sql(ANY_DUE)
        .bind("kinds", kinds.toArray(String[]::new))
        .bind("now", now)
        .bind("waitedFor", FAILURES_WAITED_FOR)
        .mapValue(Boolean.class)
        .one();
  }

  @Override
  public Mono<Instant> nextDue(Collection<String> kinds, Instant now) {
    return database
        .sql(NEXT_DUE)
        .bind("kinds", kinds.toArray(String[]::new))
        .bind("now", now)
        .mapValue(Instant.class)
        .one();
  }
}
