package io.tollgate.metering.instance.postgres;

import static io.tollgate.metering.row.Columns.instant;
import static io.tollgate.metering.row.Columns.number;
import static io.tollgate.metering.row.Columns.quantity;
import static io.tollgate.metering.row.Columns.text;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.instance.InstanceView;
import io.tollgate.metering.instance.InstanceView.QuotaView;
import io.tollgate.metering.instance.InstanceView.UsageView;
import io.tollgate.rules.quantity.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Adds what an instance may draw and what it has used, exact at the moment of asking. What was
 * collected is summed from its aggregates; only the records since then are looked at one by one.
 */
@Component
final class InstanceFigures {

  private static final Duration RATED = Duration.ofDays(1);
  private static final Duration LONGEST_ESTIMATE = Duration.ofDays(36_500);

  /** A metered instance shows the packages of its slot, a package shows its own. */
  private static final String QUOTAS = """
      SELECT DISTINCT ON (pk.order_no, q.package_no, q.slot_no)
             b.product_id, q.valid_from, q.valid_to, q.granted, q.drawn, q.slot_no
      FROM quota q
      JOIN slot s ON s.slot_no = q.slot_no
      JOIN billing_item b ON b.item_no = s.item_no
      JOIN instance pk ON pk.instance_no = q.package_no
      WHERE q.valid_from <= :now
        AND CASE WHEN :kind = 'PACKAGE' THEN q.package_no = :instanceNo
            ELSE pk.state <> 'RELEASED' AND q.valid_to > :now AND q.slot_no IN (
              SELECT mine.slot_no FROM slot mine JOIN instance i
                ON i.customer_no = mine.customer_no AND i.item_no = mine.item_no
              WHERE i.instance_no = :instanceNo) END
      ORDER BY pk.order_no, q.package_no, q.slot_no, q.valid_from DESC""";

  /**
   * Where the records begin that no collection can have taken. A record is taken by the collection
   * of its cycle or, when late, by the next; so the last but one bounds those not taken by the last.
   * What was corrected meanwhile counts as it was amended.
   */
  private static final String TAIL = """
      last AS (
        SELECT k.watermark, k.horizon FROM collection k
        WHERE k.cycle = (SELECT b.cycle FROM instance i JOIN billing_item b USING (item_no)
                         WHERE i.instance_no = :instanceNo)
        ORDER BY k.due_at DESC LIMIT 1),
      before_last AS (
        SELECT k.watermark FROM collection k
        WHERE k.cycle = (SELECT b.cycle FROM instance i JOIN billing_item b USING (item_no)
                         WHERE i.instance_no = :instanceNo)
        ORDER BY k.due_at DESC OFFSET 1 LIMIT 1),
      tail AS (
        SELECT r.units, r.on_demand_units, r.overage_units, r.accepted_at FROM usage_record r
        WHERE r.instance_no = :instanceNo
          AND r.record_no > coalesce((SELECT watermark FROM before_last), 0)
          AND (r.record_no > coalesce((SELECT watermark FROM last), 0)
               OR r.cycle_end > coalesce((SELECT horizon FROM last), '-infinity'::timestamptz))
        UNION ALL
        SELECT c.units, c.on_demand_units, c.overage_units, c.corrected_at FROM correction c
        WHERE c.instance_no = :instanceNo
          AND c.record_no > coalesce((SELECT watermark FROM before_last), 0)
          AND (c.record_no > coalesce((SELECT watermark FROM last), 0)
               OR c.cycle_end > coalesce((SELECT horizon FROM last), '-infinity'::timestamptz))
          AND NOT EXISTS (SELECT 1 FROM correction n WHERE n.replaces = c.correction_no))""";

  private static final String USAGE = "WITH " + TAIL + """

      SELECT coalesce(sum(units), 0)::bigint AS total,
             coalesce(sum(on_demand_units), 0)::bigint AS on_demand,
             coalesce(sum(overage_units), 0)::bigint AS overage
      FROM (
        SELECT units, on_demand_units, overage_units FROM aggregate
        WHERE instance_no = :instanceNo
        UNION ALL
        SELECT units, on_demand_units, overage_units FROM tail) used""";

  private static final String LAST_USAGE = """
      SELECT u.end_time FROM usage_identity u
      WHERE u.instance_no = :instanceNo
      ORDER BY u.begin_time DESC, u.end_time DESC LIMIT 1""";

  private static final String DRAWN_LAST_DAY = """
      SELECT coalesce(sum(a.deducted_units), 0)::bigint AS drawn
      FROM slot s
      JOIN instance i ON i.customer_no = s.customer_no AND i.item_no = s.item_no
      JOIN aggregate a ON a.instance_no = i.instance_no
      WHERE s.slot_no = :slotNo AND i.kind = 'ON_DEMAND'
        AND a.cycle_start >= :since AND a.cycle_start <= :now""";

  private static final String DRAWN_OF_PACKAGE = """
      SELECT b.product_id, sum(q.drawn)::bigint AS drawn
      FROM quota q JOIN slot s ON s.slot_no = q.slot_no JOIN billing_item b ON b.item_no = s.item_no
      WHERE q.package_no = :instanceNo
      GROUP BY b.product_id ORDER BY b.product_id""";

  private final DatabaseClient database;
  private final BusinessClock clock;

  InstanceFigures(DatabaseClient database, BusinessClock clock) {
    this.database = database;
    this.clock = clock;
  }

  Mono<InstanceView> added(InstanceView instance) {
    return switch (instance.kind()) {
      case ON_DEMAND ->
        Mono.zip(quotas(instance), used(instance), InstanceFigures::pair)
            .map(figures -> figures.on(instance))
            .flatMap(this::withLastUsage);
      case PACKAGE ->
        Mono.zip(quotas(instance), drawn(instance), InstanceFigures::pair)
            .map(figures -> figures.on(instance));
      case PERIOD, ONE_TIME -> Mono.just(instance);
    };
  }

  private Mono<InstanceView> withLastUsage(InstanceView instance) {
    return database
        .sql(LAST_USAGE)
        .bind("instanceNo", instance.instanceNo())
        .mapValue(Instant.class)
        .one()
        .map(instance::lastUsedAt)
        .defaultIfEmpty(instance);
  }

  private static Figures pair(List<QuotaView> quotas, List<UsageView> usage) {
    return new Figures(quotas, usage);
  }

  private Mono<List<QuotaView>> quotas(InstanceView instance) {
    var now = clock.now();
    return database
        .sql(QUOTAS)
        .bind("instanceNo", instance.instanceNo())
        .bind("kind", instance.kind().name())
        .bind("now", now)
        .map(InstanceFigures::quota)
        .all()
        .collectList()
        .flatMap(found -> Flux.fromIterable(found)
            .concatMap(
                quota -> drawnLastDay(quota.slotNo(), now).map(drawn -> quota.view(now, drawn)))
            .collectList());
  }

  private static FoundQuota quota(Readable row) {
    return new FoundQuota(
        number(row, "slot_no"),
        new QuotaView(
            text(row, "product_id"),
            instant(row, "valid_from"),
            instant(row, "valid_to"),
            quantity(row, "granted"),
            quantity(row, "drawn"),
            null));
  }

  private Mono<Long> drawnLastDay(long slotNo, Instant now) {
    return database
        .sql(DRAWN_LAST_DAY)
        .bind("slotNo", slotNo)
        .bind("now", now)
        .bind("since", now.minus(RATED))
        .mapValue(Long.class)
        .one();
  }

  private Mono<List<UsageView>> used(InstanceView instance) {
    return database
        .sql(USAGE)
        .bind("instanceNo", instance.instanceNo())
        .map(row -> {
          var total = quantity(row, "total");
          var onDemand = quantity(row, "on_demand");
          var overage = quantity(row, "overage");
          return List.of(new UsageView(
              instance.productId(),
              total,
              onDemand,
              total.minus(onDemand).minus(overage),
              overage));
        })
        .one();
  }

  private Mono<List<UsageView>> drawn(InstanceView instance) {
    return database
        .sql(DRAWN_OF_PACKAGE)
        .bind("instanceNo", instance.instanceNo())
        .map(row -> {
          var drawn = quantity(row, "drawn");
          return new UsageView(text(row, "product_id"), drawn, Quantity.ZERO, drawn, Quantity.ZERO);
        })
        .all()
        .collectList();
  }

  private record Figures(List<QuotaView> quotas, List<UsageView> usage) {

    InstanceView on(InstanceView instance) {
      return instance.with(quotas, usage);
    }
  }

  private record FoundQuota(long slotNo, QuotaView quota) {

    QuotaView view(Instant now, long drawnLastDay) {
      return new QuotaView(
          quota.productId(),
          quota.from(),
          quota.to(),
          quota.granted(),
          quota.used(),
          exhaustsAt(now, drawnLastDay));
    }

    private @Nullable Instant exhaustsAt(Instant now, long drawnLastDay) {
      var remaining = quota.remaining().units();
      if (drawnLastDay <= 0 || remaining <= 0) {
        return null;
      }
      var seconds = Math.multiplyHigh(remaining, RATED.toSeconds()) == 0
          ? remaining * RATED.toSeconds() / drawnLastDay
          : remaining / drawnLastDay * RATED.toSeconds();
      return seconds > LONGEST_ESTIMATE.toSeconds() ? null : now.plusSeconds(seconds);
    }
  }
}
