package io.tollgate.metering.event.postgres;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.event.Event;
import io.tollgate.metering.event.Events;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

@Component
final class PostgresEvents implements Events {

  /** The event, and a notification for everybody who wants to hear of it. */
  private static final String RAISE = """
      WITH raised AS (
        INSERT INTO event (type, isv_no, customer_no, instance_no, data, occurred_at)
        VALUES (:type, :isvNo, :customerNo, :instanceNo, :data, :now)
        RETURNING event_no, type, isv_no, occurred_at)
      INSERT INTO notification (target_no, event_no, next_attempt_at)
      SELECT t.target_no, r.event_no, r.occurred_at
        FROM raised r
        JOIN notification_target t
          ON t.ended_at IS NULL
         AND (t.scope = 'OPERATOR' OR t.isv_no = r.isv_no)
         AND t.events && ARRAY['*', r.type]""";

  private final DatabaseClient database;
  private final BusinessClock clock;
  private final JsonMapper json;

  PostgresEvents(DatabaseClient database, BusinessClock clock, JsonMapper json) {
    this.database = database;
    this.clock = clock;
    this.json = json;
  }

  @Override
  public Mono<Void> raise(Event event) {
    return database
        .sql(RAISE)
        .bind("type", event.type().wireName())
        .bind("isvNo", Parameters.in(R2dbcType.INTEGER, event.isvNo()))
        .bind("customerNo", Parameters.in(R2dbcType.INTEGER, event.customerNo()))
        .bind("instanceNo", Parameters.in(R2dbcType.BIGINT, event.instanceNo()))
        .bind("data", Json.of(json.writeValueAsString(event.data())))
        .bind("now", clock.now())
        .then();
  }
}
