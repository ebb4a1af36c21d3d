package io.tollgate.metering.delivery.postgres;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.delivery.Activity;
import io.tollgate.metering.delivery.Call;
import io.tollgate.metering.delivery.CallMembers;
import io.tollgate.metering.delivery.Deliveries;
import io.tollgate.metering.delivery.DeliveryWake;
import io.tollgate.metering.work.AfterCommit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

@Component
final class PostgresDeliveries implements Deliveries {

  private static final String INSERT = """
      INSERT INTO delivery (activity, isv_no, product_no, instance_no, order_no, payload,
                            next_attempt_at, created_at)
      VALUES (:activity, :isvNo, :productNo, :instanceNo, :orderNo, :payload, :now, :now)
      RETURNING delivery_no""";

  /**
   * A change of status in one statement: drops what it overtakes, and is itself dropped where the
   * ISV was last told the same for certain. What is dropped here was never told, so that the two
   * do not depend on each other.
   */
  private static final String INSERT_STATUS = """
      WITH overtaken AS (
        UPDATE delivery SET state = 'DROPPED', next_attempt_at = NULL, finished_at = :now
        WHERE instance_no = :instanceNo AND activity = :activity AND state = 'PENDING'
          AND (leased_until IS NULL OR leased_until <= clock_timestamp())),
      told AS (
        SELECT coalesce((
          SELECT CASE WHEN state = 'DELIVERED' THEN payload ->> 'status' ELSE 'UNCERTAIN' END
          FROM delivery
          WHERE instance_no = :instanceNo AND activity = :activity AND attempt_count > 0
          ORDER BY delivery_no DESC LIMIT 1), 'UNFREEZE') = :status AS the_same)
      INSERT INTO delivery (activity, isv_no, product_no, instance_no, order_no, payload, state,
                            next_attempt_at, created_at, finished_at)
      SELECT :activity, :isvNo, :productNo, :instanceNo, :orderNo, :payload,
             CASE WHEN the_same THEN 'DROPPED' ELSE 'PENDING' END,
             CASE WHEN NOT the_same THEN :now::timestamptz END, :now,
             CASE WHEN the_same THEN :now::timestamptz END
      FROM told
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
  public Mono<Long> enqueue(Call call) {
    return insert(call).flatMap(deliveryNo -> AfterCommit.run(this::wake).thenReturn(deliveryNo));
  }

  /** Stops what the new call overtakes. */
  private Mono<Long> insert(Call call) {
    var instanceNo = call.instanceNo();
    if (instanceNo == null) {
      return bind(INSERT, call).mapValue(Long.class).one();
    }
    return switch (call.activity()) {
      case UPDATE_INSTANCE_STATUS ->
        bind(INSERT_STATUS, call)
            .bind("status", String.valueOf(call.members().get(CallMembers.STATUS)))
            .mapValue(Long.class)
            .one();
      case RELEASE_INSTANCE ->
        drop(
                instanceNo,
                List.of(
                    Activity.UPDATE_INSTANCE_STATUS,
                    Activity.EXPIRE_INSTANCE,
                    Activity.REFRESH_INSTANCE,
                    Activity.QUERY_INSTANCE))
            .then(Mono.defer(() -> bind(INSERT, call).mapValue(Long.class).one()));
      default -> bind(INSERT, call).mapValue(Long.class).one();
    };
  }

  private GenericExecuteSpec bind(String statement, Call call) {
    return database
        .sql(statement)
        .bind("activity", call.activity().wireName())
        .bind("isvNo", call.isvNo())
        .bind("productNo", call.productNo())
        .bind("instanceNo", Parameters.in(R2dbcType.BIGINT, call.instanceNo()))
        .bind("orderNo", Parameters.in(R2dbcType.BIGINT, call.orderNo()))
        .bind("payload", Json.of(json.writeValueAsString(call.members())))
        .bind("now", clock.now());
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
