package io.tollgate.metering.delivery.postgres;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.tollgate.metering.account.CustomerLock;
import io.tollgate.metering.delivery.Activity;
import io.tollgate.metering.delivery.Delivery;
import io.tollgate.metering.delivery.DeliveryQueue;
import io.tollgate.metering.delivery.Generation;
import io.tollgate.metering.delivery.RetrySchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Component
final class PostgresDeliveryQueue implements DeliveryQueue {

  /** Calls whose end may change the order that they are about, and money for it. */
  private static final Set<Activity> ABOUT_ORDERS = EnumSet.of(
      Activity.NEW_INSTANCE,
      Activity.QUERY_INSTANCE,
      Activity.CHANGE_INSTANCE_CHECK,
      Activity.UPGRADE_INSTANCE);

  private static final String LOCK_INSTANCES = """
      SELECT instance_no FROM instance
      WHERE instance_no = :instanceNo
         OR (order_no = :orderNo AND :activity IN ('newInstance', 'queryInstance'))
      ORDER BY instance_no
      FOR NO KEY UPDATE""";

  /** An attempt that failed is not repeated when a later call of the instance says otherwise. */
  private static final String RECORD = """
      WITH ended AS (
        UPDATE delivery d
        SET state = CASE WHEN overtaken.yes THEN 'DROPPED' ELSE :state END,
            next_attempt_at = CASE WHEN overtaken.yes THEN NULL ELSE :nextAttemptAt::timestamptz END,
            finished_at = CASE WHEN overtaken.yes OR :state <> 'PENDING' THEN :at::timestamptz END,
            leased_until = NULL, leased_by = NULL
        FROM (
          SELECT :state = 'PENDING' AND EXISTS (
            SELECT 1 FROM delivery later JOIN delivery me ON me.delivery_no = :deliveryNo
            WHERE later.instance_no = me.instance_no AND later.delivery_no > me.delivery_no
              AND me.activity = 'updateInstanceStatus' AND later.state <> 'DROPPED'
              AND later.activity IN ('updateInstanceStatus', 'releaseInstance')) AS yes) overtaken
        WHERE d.delivery_no = :deliveryNo AND d.leased_by = :leasedBy
          AND d.attempt_count = :attempt AND d.state = 'PENDING'
        RETURNING d.delivery_no, d.attempt_count)
      INSERT INTO delivery_attempt
        (delivery_no, attempt, at, status, result_code, took_ms, error, reply)
      SELECT delivery_no, attempt_count, :at, :status, :resultCode, :tookMillis, :error, :reply
      FROM ended
      RETURNING delivery_no""";

  /** Only the first that waits of an instance can be due; what it holds up is not. */
  private static final String ANY_DUE = """
      SELECT EXISTS (
        SELECT 1 FROM delivery d
        WHERE d.state = 'PENDING' AND d.next_attempt_at <= :now
          AND NOT EXISTS (
            SELECT 1 FROM delivery earlier
            WHERE earlier.instance_no = d.instance_no AND earlier.delivery_no < d.delivery_no
              AND earlier.state = 'PENDING' AND earlier.next_attempt_at > :now))""";

  private static final String NEXT_DUE =
      "SELECT min(next_attempt_at) AS due FROM delivery WHERE state = 'PENDING' AND next_attempt_at > :now";

  private static final String SCHEDULES = """
      SELECT activity, interface_version, delivery = 'LICENSE' AS license, offsets_seconds,
             jitter_seconds
      FROM retry_schedule""";

  private final DatabaseClient database;
  private final CustomerLock customers;
  private final DeliveryTaking taking;
  private final String node = UUID.randomUUID().toString();

  PostgresDeliveryQueue(DatabaseClient database, CustomerLock customers, DeliveryTaking taking) {
    this.database = database;
    this.customers = customers;
    this.taking = taking;
  }

  @Override
  public Flux<LeasedDelivery> take(
      Instant now, Map<Integer, Integer> freePerIsv, int freeElse, int limit, Duration lease) {
    return taking.take(node, lease, now, freePerIsv, freeElse, limit);
  }

  @Override
  public Mono<Void> lockConcerned(Delivery delivery) {
    var orderNo = delivery.orderNo();
    var lockCustomer = orderNo == null || !ABOUT_ORDERS.contains(delivery.activity())
        ? Mono.<Void>empty()
        : customers.ofOrder(orderNo);
    return lockCustomer.then(database
        .sql(LOCK_INSTANCES)
        .bind("instanceNo", Parameters.in(R2dbcType.BIGINT, delivery.instanceNo()))
        .bind("orderNo", Parameters.in(R2dbcType.BIGINT, orderNo))
        .bind("activity", delivery.activity().wireName())
        .mapValue(Long.class)
        .all()
        .then());
  }

  @Override
  public Mono<Boolean> record(LeasedDelivery leased, AttemptRecord attempt) {
    var exchange = attempt.exchange();
    return database
        .sql(RECORD)
        .bind("deliveryNo", leased.delivery().deliveryNo())
        .bind("leasedBy", leased.leasedBy())
        .bind("attempt", leased.delivery().attemptCount())
        .bind("state", attempt.state().name())
        .bind(
            "nextAttemptAt",
            Parameters.in(R2dbcType.TIMESTAMP_WITH_TIME_ZONE, attempt.nextAttemptAt()))
        .bind("at", attempt.at())
        .bind("status", Parameters.in(R2dbcType.INTEGER, exchange.status()))
        .bind("resultCode", Parameters.in(R2dbcType.VARCHAR, exchange.resultCode()))
        .bind("tookMillis", exchange.tookMillis())
        .bind("error", Parameters.in(R2dbcType.VARCHAR, attempt.error()))
        .bind("reply", Parameters.in(R2dbcType.VARCHAR, exchange.reply()))
        .mapValue(Long.class)
        .one()
        .hasElement();
  }

  @Override
  public Mono<Boolean> anyDue(Instant now) {
    return database.sql(ANY_DUE).bind("now", now).mapValue(Boolean.class).one();
  }

  @Override
  public Mono<Instant> nextDue(Instant now) {
    return database
        .sql(NEXT_DUE)
        .bind("now", now)
        .map(row -> java.util.Optional.ofNullable(row.get("due", Instant.class)))
        .one()
        .flatMap(Mono::justOrEmpty);
  }

  @Override
  public Mono<Long> countPending() {
    return database
        .sql("SELECT count(*) FROM delivery WHERE state = 'PENDING'")
        .mapValue(Long.class)
        .one();
  }

  @Override
  public Flux<ScheduledActivity> schedules() {
    return database
        .sql(SCHEDULES)
        .map(row -> new ScheduledActivity(
            Activity.ofWireName(Columns.text(row, "activity")),
            Generation.valueOf(Columns.text(row, "interface_version")),
            Columns.value(row, "license", Boolean.class),
            new RetrySchedule(
                Arrays.stream(Columns.value(row, "offsets_seconds", Integer[].class))
                    .map(Duration::ofSeconds)
                    .toList(),
                Duration.ofSeconds(Columns.value(row, "jitter_seconds", Integer.class)))))
        .all();
  }
}
