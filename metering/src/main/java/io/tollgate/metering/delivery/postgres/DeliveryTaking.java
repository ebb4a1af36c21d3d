package io.tollgate.metering.delivery.postgres;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.delivery.Activity;
import io.tollgate.metering.delivery.Delivery;
import io.tollgate.metering.delivery.DeliveryQueue.LeasedDelivery;
import io.tollgate.metering.delivery.Generation;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Leases due deliveries: for each ISV with something due as many as it can take, the longest due
 * first, and never one that has to wait for an earlier one of its instance.
 *
 * <p>The ISVs are found by steps from one to the next in the index of what waits, so that a round
 * costs as much as there are ISVs that are owed something, however much it is: one that hangs may
 * be owed a hundred thousand calls.
 */
@Component
final class DeliveryTaking {

  private static final String TAKE = """
      WITH RECURSIVE waiting AS (
        (SELECT isv_no FROM delivery WHERE state = 'PENDING' ORDER BY isv_no LIMIT 1)
        UNION ALL
        SELECT (
          SELECT next.isv_no FROM delivery next
          WHERE next.state = 'PENDING' AND next.isv_no > waiting.isv_no
          ORDER BY next.isv_no LIMIT 1)
        FROM waiting WHERE waiting.isv_no IS NOT NULL),
      target AS (
        SELECT waiting.isv_no, coalesce(busy.free, :freeElse) AS free
        FROM waiting LEFT JOIN unnest(:isvs::int[], :free::int[]) AS busy(isv_no, free) USING (isv_no)
        WHERE waiting.isv_no IS NOT NULL AND coalesce(busy.free, :freeElse) > 0),
      head AS (
        SELECT one.delivery_no
        FROM target CROSS JOIN LATERAL (
          SELECT d.delivery_no FROM delivery d
          WHERE d.isv_no = target.isv_no AND d.state = 'PENDING' AND d.next_attempt_at <= :now
            AND (d.leased_until IS NULL OR d.leased_until <= clock_timestamp())
            AND NOT EXISTS (
              SELECT 1 FROM delivery earlier
              WHERE earlier.instance_no = d.instance_no AND earlier.delivery_no < d.delivery_no
                AND earlier.state = 'PENDING')
          ORDER BY d.next_attempt_at, d.delivery_no
          LIMIT target.free
          FOR UPDATE OF d SKIP LOCKED) one
        LIMIT :limit)
      UPDATE delivery d
      SET leased_until = clock_timestamp() + :leaseMillis * interval '1 millisecond',
          leased_by = :node,
          attempt_count = d.attempt_count + 1,
          started_at = coalesce(d.started_at, :now)
      FROM head, product p
      WHERE d.delivery_no = head.delivery_no AND p.product_no = d.product_no
      RETURNING d.delivery_no, d.activity, p.interface_version,
        p.delivery = 'LICENSE' AS license, d.isv_no, d.product_no,
        d.instance_no, d.order_no, p.production_url, d.payload::text AS payload,
        d.attempt_count, d.series_base, d.started_at, d.leased_by""";

  private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

  private static final Comparator<LeasedDelivery> IN_ORDER =
      Comparator.comparingLong(leased -> leased.delivery().deliveryNo());

  private final DatabaseClient database;
  private final JsonMapper json;

  DeliveryTaking(DatabaseClient database, JsonMapper json) {
    this.database = database;
    this.json = json;
  }

  Flux<LeasedDelivery> take(
      String node,
      Duration lease,
      Instant now,
      Map<Integer, Integer> freePerIsv,
      int freeElse,
      int limit) {
    var isvs = freePerIsv.keySet().toArray(Integer[]::new);
    var free = new Integer[isvs.length];
    for (var i = 0; i < isvs.length; i++) {
      free[i] = freePerIsv.getOrDefault(isvs[i], freeElse);
    }
    return database
        .sql(TAKE)
        .bind("now", now)
        .bind("isvs", isvs)
        .bind("free", free)
        .bind("freeElse", freeElse)
        .bind("limit", limit)
        .bind("leaseMillis", lease.toMillis())
        .bind("node", node)
        .map(this::leased)
        .all()
        .sort(IN_ORDER);
  }

  private LeasedDelivery leased(Readable row) {
    var attempts = Columns.value(row, "attempt_count", Integer.class);
    var delivery = new Delivery(
        Columns.value(row, "delivery_no", Long.class),
        Activity.ofWireName(Columns.text(row, "activity")),
        Generation.valueOf(Columns.text(row, "interface_version")),
        Columns.value(row, "license", Boolean.class),
        Columns.value(row, "isv_no", Integer.class),
        Columns.value(row, "product_no", Integer.class),
        row.get("instance_no", Long.class),
        row.get("order_no", Long.class),
        Columns.text(row, "production_url"),
        json.readValue(Columns.text(row, "payload"), MEMBERS),
        attempts);
    return new LeasedDelivery(
        delivery,
        Columns.value(row, "started_at", Instant.class),
        attempts - Columns.value(row, "series_base", Integer.class),
        Columns.text(row, "leased_by"));
  }
}
