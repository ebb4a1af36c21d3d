package io.tollgate.metering.delivery.postgres;

import io.r2dbc.postgresql.codec.Json;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.delivery.Activity;
import io.tollgate.metering.delivery.Call;
import io.tollgate.metering.delivery.Deliveries;
import io.tollgate.metering.delivery.DeliveryWake;
import io.tollgate.metering.work.AfterCommit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

@Component
final class PostgresDeliveries implements Deliveries {

  /**
   * In one statement: drops what the calls overtake, and a change of status is itself dropped where
   * the ISV was last told the same for certain. What is dropped here was never told, so that the two
   * do not depend on each other. The numbers grow in the order of the calls.
   */
  private static final String INSERT = """
      WITH call AS MATERIALIZED (
        SELECT activity, isv_no, product_no, instance_no, order_no, payload::jsonb, place,
               activity = 'updateInstanceStatus' AND instance_no IS NOT NULL AS is_status
        FROM unnest(:activities::text[], :isvNos::int[], :productNos::int[],
                    :instanceNos::bigint[], :orderNos::bigint[], :payloads::text[])
          WITH ORDINALITY
          AS u (activity, isv_no, product_no, instance_no, order_no, payload, place)),
      overtaken AS (
        UPDATE delivery d SET state = 'DROPPED', next_attempt_at = NULL, finished_at = :now
        FROM call c
        WHERE d.instance_no = c.instance_no AND d.state = 'PENDING'
          AND (d.leased_until IS NULL OR d.leased_until <= clock_timestamp())
          AND (c.is_status AND d.activity = c.activity
            OR c.activity = 'releaseInstance'
              AND d.activity IN (
                'updateInstanceStatus', 'expireInstance', 'refreshInstance', 'queryInstance'))),
      judged AS (
        SELECT c.*, c.is_status AND coalesce((
          SELECT CASE WHEN d.state = 'DELIVERED' THEN d.payload ->> 'status' ELSE 'UNCERTAIN' END
          FROM delivery d
          WHERE d.instance_no = c.instance_no AND d.activity = c.activity AND d.attempt_count > 0
          ORDER BY d.delivery_no DESC LIMIT 1), 'UNFREEZE') IS NOT DISTINCT FROM c.payload ->> 'status' AS the_same
        FROM call c)
      INSERT INTO delivery (activity, isv_no, product_no, instance_no, order_no, payload, state,
                            next_attempt_at, created_at, finished_at)
      SELECT activity, isv_no, product_no, instance_no, order_no, payload,
             CASE WHEN the_same THEN 'DROPPED' ELSE 'PENDING' END,
             CASE WHEN NOT the_same THEN :now::timestamptz END, :now,
             CASE WHEN the_same THEN :now::timestamptz END
      FROM judged
      ORDER BY place
      RETURNING delivery_no""";

  private static final String REPEAT = """
      INSERT INTO delivery (activity, isv_no, product_no, instance_no, order_no, payload,
                            next_attempt_at, created_at)
      SELECT activity, isv_no, product_no, instance_no, order_no, payload || :members, :now, :now
      FROM delivery
      WHERE instance_no = :instanceNo AND activity = :activity
      ORDER BY delivery_no DESC LIMIT 1""";

  /** A delivery under lease has left, or is about to: it is not to be stopped any more. */
  private static final String DROP = """
      UPDATE delivery SET state = 'DROPPED', next_attempt_at = NULL, finished_at = :now
      WHERE instance_no = :instanceNo AND activity = ANY(:activities) AND state = 'PENDING'
        AND (leased_until IS NULL OR leased_until <= clock_timestamp())""";

  private static final String IS_WAITING = """
      SELECT EXISTS (
        SELECT 1 FROM delivery
        WHERE instance_no = :instanceNo AND activity = ANY(:activities) AND state = 'PENDING')""";

  /** A status or a renewal that something later contradicts must not be sent after it. */
  private static final String OVERTAKEN = """
      SELECT EXISTS (
        SELECT 1 FROM delivery later
        WHERE later.instance_no = d.instance_no AND later.delivery_no > d.delivery_no
          AND (later.activity IN (d.activity, 'releaseInstance'))
          AND d.activity <> 'releaseInstance')
        OR d.activity IN ('newInstance', 'queryInstance')
          AND EXISTS (SELECT 1 FROM instance i
                      WHERE i.instance_no = d.instance_no AND i.state <> 'PROVISIONING')
      FROM delivery d WHERE d.delivery_no = :deliveryNo
      FOR UPDATE""";

  private static final String RESTART = """
      UPDATE delivery
      SET state = 'PENDING', next_attempt_at = :now, finished_at = NULL, leased_until = NULL,
          leased_by = NULL, started_at = NULL, series_base = attempt_count
      WHERE delivery_no = :deliveryNo""";

  private final DatabaseClient database;
  private final BusinessClock clock;
  private final DeliveryWake worker;
  private final JsonMapper json;

  PostgresDeliveries(
      DatabaseClient database, BusinessClock clock, DeliveryWake worker, JsonMapper json) {
    this.database = database;
    this.clock = clock;
    this.worker = worker;
    this.json = json;
  }

  @Override
  public Mono<List<Long>> enqueue(List<Call> calls) {
    return calls.isEmpty()
        ? Mono.just(List.of())
        : insert(calls).flatMap(numbers -> AfterCommit.run(this::wake).thenReturn(numbers));
  }

  private Mono<List<Long>> insert(List<Call> calls) {
    return database
        .sql(INSERT)
        .bind(
            "activities", column(calls, call -> call.activity().wireName()).toArray(String[]::new))
        .bind("isvNos", column(calls, Call::isvNo).toArray(Integer[]::new))
        .bind("productNos", column(calls, Call::productNo).toArray(Integer[]::new))
        .bind("instanceNos", column(calls, Call::instanceNo).toArray(Long[]::new))
        .bind("orderNos", column(calls, Call::orderNo).toArray(Long[]::new))
        .bind(
            "payloads",
            column(calls, call -> json.writeValueAsString(call.members())).toArray(String[]::new))
        .bind("now", clock.now())
        .mapValue(Long.class)
        .all()
        .collectSortedList();
  }

  private static <T extends @Nullable Object> Stream<T> column(
      List<Call> calls, Function<Call, T> member) {
    return calls.stream().map(member);
  }

  @Override
  public Mono<Void> repeat(long instanceNo, Activity activity, Map<String, Object> members) {
    return database
        .sql(REPEAT)
        .bind("instanceNo", instanceNo)
        .bind("activity", activity.wireName())
        .bind("members", Json.of(json.writeValueAsString(members)))
        .bind("now", clock.now())
        .then()
        .then(AfterCommit.run(this::wake));
  }

  @Override
  public Mono<Boolean> isWaiting(long instanceNo, Collection<Activity> activities) {
    return database
        .sql(IS_WAITING)
        .bind("instanceNo", instanceNo)
        .bind("activities", wireNames(activities))
        .mapValue(Boolean.class)
        .one();
  }

  @Override
  public Mono<Void> drop(long instanceNo, Collection<Activity> activities) {
    return database
        .sql(DROP)
        .bind("instanceNo", instanceNo)
        .bind("activities", wireNames(activities))
        .bind("now", clock.now())
        .then();
  }

  private static String[] wireNames(Collection<Activity> activities) {
    return activities.stream().map(Activity::wireName).toArray(String[]::new);
  }

  @Override
  public Mono<RestartOutcome> restart(long deliveryNo) {
    return database
        .sql(OVERTAKEN)
        .bind("deliveryNo", deliveryNo)
        .mapValue(Boolean.class)
        .one()
        .flatMap(overtaken -> overtaken
            ? Mono.just(RestartOutcome.OVERTAKEN)
            : startAgain(deliveryNo).thenReturn(RestartOutcome.RESTARTED));
  }

  private Mono<Void> startAgain(long deliveryNo) {
    return database
        .sql(RESTART)
        .bind("deliveryNo", deliveryNo)
        .bind("now", clock.now())
        .then()
        .then(AfterCommit.run(this::wake));
  }

  @Override
  public void wake() {
    worker.wake();
  }
}
