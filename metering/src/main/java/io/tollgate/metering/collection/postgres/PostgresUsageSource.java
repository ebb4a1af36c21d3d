package io.tollgate.metering.collection.postgres;

import static java.util.stream.Collectors.toMap;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.collection.CycleUsage;
import io.tollgate.metering.collection.Deduction;
import io.tollgate.metering.collection.MeteredInstance;
import io.tollgate.metering.collection.MeteredItem;
import io.tollgate.metering.collection.Take;
import io.tollgate.metering.collection.UsageSource;
import io.tollgate.metering.row.Columns;
import io.tollgate.rules.collection.UsageSum;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.usage.Cycle;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Sums up in the database and fetches the sums through a cursor, so that memory stays flat. */
@Component
final class PostgresUsageSource implements UsageSource {

  /**
   * A cursor is planned for its first rows unless told otherwise, and we fetch all; compiling the
   * plan costs more than running it; sums of many instances are to stay in memory.
   */
  private static final String SETTINGS = """
      SELECT set_config('cursor_tuple_fraction', '1', true),
             set_config('jit', 'off', true),
             set_config('work_mem', '64MB', true)""";

  /**
   * A record's draws are laid out as rows to be summed per package; what the record says once is
   * counted with its first draw only. A record that waits for this collection is taken as amended;
   * corrections after its collection have an aggregate of their own.
   */
  private static final String OPEN = """
      DECLARE cycle_usage NO SCROLL CURSOR FOR
      WITH taken AS (
        SELECT instance_no, cycle_end, units, on_demand_units, overage_units,
               draw_quotas, draw_units, 1 AS records
          FROM usage_record
         WHERE record_no > :lastWatermark AND record_no <= :watermark AND cycle_end <= :horizon
        UNION ALL
        SELECT instance_no, cycle_end, units, on_demand_units, overage_units,
               draw_quotas, draw_units, 1
          FROM usage_record
         WHERE record_no > :floor AND record_no <= :lastWatermark
           AND cycle_end > :lastHorizon AND cycle_end <= :horizon
        UNION ALL
        SELECT instance_no, cycle_end, units, on_demand_units, overage_units,
               draw_quotas, draw_units, 0
          FROM correction c
         WHERE record_no <= :watermark AND cycle_end <= :horizon
           AND (record_no > :lastWatermark OR cycle_end > :lastHorizon)
           AND c.aggregate_sequence IS NULL
           AND NOT EXISTS (
             SELECT FROM correction n
              WHERE n.replaces = c.correction_no AND n.aggregate_sequence IS NULL)),
      part AS (
        SELECT t.instance_no, t.cycle_end, d.quota_no, i.item_no,
               sum(d.units) AS drawn,
               sum(t.records) FILTER (WHERE coalesce(d.place, 1) = 1) AS records,
               sum(t.units) FILTER (WHERE coalesce(d.place, 1) = 1) AS units,
               sum(t.on_demand_units) FILTER (WHERE coalesce(d.place, 1) = 1) AS on_demand_units,
               sum(t.overage_units) FILTER (WHERE coalesce(d.place, 1) = 1) AS overage_units
          FROM taken t
          JOIN instance i ON i.instance_no = t.instance_no
          JOIN billing_item b ON b.item_no = i.item_no AND b.cycle = :cycle
          LEFT JOIN LATERAL unnest(t.draw_quotas, t.draw_units)
            WITH ORDINALITY AS d (quota_no, units, place) ON true
         GROUP BY t.instance_no, t.cycle_end, d.quota_no, i.item_no)
      SELECT g.instance_no, g.cycle_end, g.item_no, g.records, g.units, g.on_demand_units,
             g.overage_units, g.quotas, g.drawn, g.packages,
             i.instance_id, c.customer_no, c.customer_id, o.order_no, o.order_id,
             g.cycle_end > :lastHorizon OR NOT EXISTS (
               SELECT FROM aggregate a
                WHERE a.instance_no = g.instance_no AND a.cycle_end = g.cycle_end
                  AND a.kind = 'USAGE' AND a.sequence < :sequence) AS is_first
        FROM (
          SELECT p.instance_no, p.cycle_end, p.item_no,
                 sum(p.records)::int AS records, sum(p.units)::bigint AS units,
                 sum(p.on_demand_units)::bigint AS on_demand_units,
                 sum(p.overage_units)::bigint AS overage_units,
                 array_agg(p.quota_no ORDER BY q.package_no, p.quota_no)
                   FILTER (WHERE p.drawn <> 0) AS quotas,
                 array_agg(p.drawn::bigint ORDER BY q.package_no, p.quota_no)
                   FILTER (WHERE p.drawn <> 0) AS drawn,
                 array_agg(k.instance_id ORDER BY q.package_no, p.quota_no)
                   FILTER (WHERE p.drawn <> 0) AS packages
            FROM part p
            LEFT JOIN quota q ON q.quota_no = p.quota_no
            LEFT JOIN instance k ON k.instance_no = q.package_no
           GROUP BY p.instance_no, p.cycle_end, p.item_no) g
        JOIN instance i ON i.instance_no = g.instance_no
        JOIN customer c ON c.customer_no = i.customer_no
        JOIN marketplace_order o ON o.order_no = i.order_no
       ORDER BY g.instance_no, g.cycle_end""";

  private final DatabaseClient database;
  private final PostgresMeteredItems items;
  private final ZoneId zone;

  PostgresUsageSource(DatabaseClient database, PostgresMeteredItems items, BusinessClock clock) {
    this.database = database;
    this.items = items;
    this.zone = clock.zone();
  }

  @Override
  public Mono<Reading> open(Cycle cycle, Take take, long sequence) {
    return database
        .sql(SETTINGS)
        .then()
        .then(declare(cycle, take, sequence))
        .then(items.of(cycle).collect(toMap(MeteredItem::itemNo, Function.identity())))
        .map(itemsByNo -> limit -> next(cycle, itemsByNo, limit));
  }

  private Mono<Void> declare(Cycle cycle, Take take, long sequence) {
    return database
        .sql(OPEN)
        .bind("cycle", cycle.name())
        .bind("lastWatermark", take.before().watermark())
        .bind("lastHorizon", take.before().horizon())
        .bind("watermark", take.upTo().watermark())
        .bind("horizon", take.upTo().horizon())
        .bind("floor", take.floor())
        .bind("sequence", sequence)
        .then();
  }

  private Mono<List<CycleUsage>> next(Cycle cycle, Map<Integer, MeteredItem> itemsByNo, int limit) {
    return database
        .sql("FETCH " + limit + " FROM cycle_usage")
        .map(row -> usage(row, cycle, itemsByNo))
        .all()
        .collectList()
        .flatMap(usages -> usages.size() < limit
            ? database.sql("CLOSE cycle_usage").then().thenReturn(usages)
            : Mono.just(usages));
  }

  private CycleUsage usage(Readable row, Cycle cycle, Map<Integer, MeteredItem> itemsByNo) {
    var draws = Draws.of(row);
    return new CycleUsage(
        new MeteredInstance(
            Columns.number(row, "instance_no"),
            Columns.text(row, "instance_id"),
            Columns.integer(row, "customer_no"),
            Columns.text(row, "customer_id"),
            Columns.number(row, "order_no"),
            Columns.text(row, "order_id"),
            Objects.requireNonNull(itemsByNo.get(Columns.integer(row, "item_no")))),
        cycle.endingAt(Columns.instant(row, "cycle_end"), zone),
        new UsageSum(
            Columns.number(row, "units"),
            draws.byQuota(),
            Columns.number(row, "on_demand_units"),
            Columns.number(row, "overage_units"),
            Columns.integer(row, "records")),
        draws.byPackage(),
        Columns.value(row, "is_first", Boolean.class));
  }

  /** What was drawn, quota by quota; quotas of one package lie side by side. */
  private record Draws(List<Long> quotas, List<Long> drawn, List<String> packages) {

    private static final Draws NONE = new Draws(List.of(), List.of(), List.of());

    static Draws of(Readable row) {
      var quotas = row.get("quotas", Long[].class);
      return quotas == null
          ? NONE
          : new Draws(
              List.of(quotas),
              List.of(Columns.value(row, "drawn", Long[].class)),
              List.of(Columns.value(row, "packages", String[].class)));
    }

    SortedMap<Long, Long> byQuota() {
      var byQuota = new TreeMap<Long, Long>();
      for (var i = 0; i < quotas.size(); i++) {
        byQuota.put(quotas.get(i), drawn.get(i));
      }
      return byQuota;
    }

    List<Deduction> byPackage() {
      var byPackage = new LinkedHashMap<String, Quantity>();
      for (var i = 0; i < packages.size(); i++) {
        byPackage.merge(packages.get(i), new Quantity(drawn.get(i)), Quantity::plus);
      }
      return byPackage.entrySet().stream()
          .map(entry -> new Deduction(entry.getKey(), entry.getValue()))
          .toList();
    }
  }
}
