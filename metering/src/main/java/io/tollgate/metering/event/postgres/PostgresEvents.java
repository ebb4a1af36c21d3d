package io.tollgate.metering.event.postgres;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.event.Event;
import io.tollgate.metering.event.Events;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

@Component
final class PostgresEvents implements Events {

  /** The events, and a notification for everybody who wants to hear of one. */
  private static final String RAISE = """
      WITH raised AS (
        INSERT INTO event (type, isv_no, customer_no, instance_no, data, occurred_at)
        SELECT type, isv_no, customer_no, instance_no, data::jsonb, :now
        FROM unnest(:types::text[], :isvNos::int[], :customerNos::int[], :instanceNos::bigint[],
                    :data::text[])
          WITH ORDINALITY AS happened (type, isv_no, customer_no, instance_no, data, place)
        ORDER BY place
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
  public Mono<Void> raise(List<Event> events) {
    if (events.isEmpty()) {
      return Mono.empty();
    }
    return database
        .sql(RAISE)
        .bind("types", column(events, event -> event.type().wireName()).toArray(String[]::new))
        .bind("isvNos", column(events, Event::isvNo).toArray(Integer[]::new))
        .bind("customerNos", column(events, Event::customerNo).toArray(Integer[]::new))
        .bind("instanceNos", column(events, Event::instanceNo).toArray(Long[]::new))
        .bind(
            "data",
            column(events, event -> json.writeValueAsString(event.data())).toArray(String[]::new))
        .bind("now", clock.now())
        .then();
  }

  private static <T extends @Nullable Object> Stream<T> column(
      List<Event> events, Function<Event, T> member) {
    return events.stream().map(member);
  }
}
