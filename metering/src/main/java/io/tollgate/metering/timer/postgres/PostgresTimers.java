package io.tollgate.metering.timer.postgres;

import io.tollgate.metering.timer.TimerWake;
import io.tollgate.metering.timer.Timers;
import io.tollgate.metering.work.AfterCommit;
import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
final class PostgresTimers implements Timers {

  private static final String SCHEDULE =
      "INSERT INTO timer (kind, subject, due_at) VALUES (:kind, :subject, :dueAt)";

  private static final String CANCEL =
      "DELETE FROM timer WHERE kind = :kind AND subject = :subject";

  private final DatabaseClient database;
  private final TimerWake worker;

  PostgresTimers(DatabaseClient database, TimerWake worker) {
    this.database = database;
    this.worker = worker;
  }

  @Override
  public Mono<Void> schedule(String kind, String subject, Instant dueAt) {
    return database
        .sql(SCHEDULE)
        .bind("kind", kind)
        .bind("subject", subject)
        .bind("dueAt", dueAt)
        .then()
        .then(AfterCommit.run(this::wake));
  }

  @Override
  public Mono<Void> cancel(String kind, String subject) {
    return database.sql(CANCEL).bind("kind", kind).bind("subject", subject).then();
  }

  @Override
  public void wake() {
    worker.wake();
  }
}
