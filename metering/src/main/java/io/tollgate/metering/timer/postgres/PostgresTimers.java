package io.tollgate.metering.timer.postgres;

import io.tollgate.metering.timer.TimerWake;
import io.tollgate.metering.timer.Timers;
import io.tollgate.metering.work.AfterCommit;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
final class PostgresTimers implements Timers {

  private static final String SCHEDULE = """
      INSERT INTO timer (kind, subject, due_at)
      SELECT * FROM unnest(:kinds::text[], :subjects::text[], :dueAts::timestamptz[])""";

  /** Never waits for a firing, which may wait for us. */
  private static final String CANCEL = """
      DELETE FROM timer
      WHERE timer_no IN (
        SELECT timer_no FROM timer
        WHERE kind = :kind AND subject = ANY(:subjects)
        FOR UPDATE SKIP LOCKED)""";

  private static final String WAITING =
      "SELECT DISTINCT subject FROM timer WHERE kind = :kind AND subject = ANY(:subjects)";

  private final DatabaseClient database;
  private final TimerWake worker;

  PostgresTimers(DatabaseClient database, TimerWake worker) {
    this.database = database;
    this.worker = worker;
  }

  @Override
  public Mono<Void> schedule(Collection<NewTimer> timers) {
    if (timers.isEmpty()) {
      return Mono.empty();
    }
    return database
        .sql(SCHEDULE)
        .bind("kinds", timers.stream().map(NewTimer::kind).toArray(String[]::new))
        .bind("subjects", timers.stream().map(NewTimer::subject).toArray(String[]::new))
        .bind("dueAts", timers.stream().map(NewTimer::dueAt).toArray(Instant[]::new))
        .then()
        .then(AfterCommit.run(this::wake));
  }

  @Override
  public Mono<Void> cancel(String kind, Collection<String> subjects) {
    if (subjects.isEmpty()) {
      return Mono.empty();
    }
    return database
        .sql(CANCEL)
        .bind("kind", kind)
        .bind("subjects", subjects.toArray(String[]::new))
        .then();
  }

  @Override
  public Mono<Set<String>> waiting(String kind, Collection<String> subjects) {
    return database
        .sql(WAITING)
        .bind("kind", kind)
        .bind("subjects", subjects.toArray(String[]::new))
        .mapValue(String.class)
        .all()
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void wake() {
    worker.wake();
  }
}
