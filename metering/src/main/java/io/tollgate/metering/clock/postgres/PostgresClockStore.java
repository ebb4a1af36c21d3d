package io.tollgate.metering.clock.postgres;

import io.tollgate.metering.clock.ClockStore;
import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
final class PostgresClockStore implements ClockStore {

  private static final String ADVANCE = """
      INSERT INTO business_clock (now) VALUES (:now)
      ON CONFLICT ("only") DO UPDATE SET now = greatest(business_clock.now, excluded.now)
      RETURNING now""";

  private static final String READ = "SELECT now FROM business_clock";

  private final DatabaseClient database;

  PostgresClockStore(DatabaseClient database) {
    this.database = database;
  }

  @Override
  public Mono<Instant> read(Instant initial) {
    return database.sql(READ).mapValue(Instant.class).one().switchIfEmpty(keep(initial));
  }

  /** Two nodes that start at once agree on one of their times. */
  private Mono<Instant> keep(Instant initial) {
    return database
        .sql("INSERT INTO business_clock (now) VALUES (:now) ON CONFLICT DO NOTHING")
        .bind("now", initial)
        .then()
        .then(database.sql(READ).mapValue(Instant.class).one());
  }

  @Override
  public Mono<Instant> advance(Instant now) {
    return database.sql(ADVANCE).bind("now", now).mapValue(Instant.class).one();
  }
}
