package io.tollgate.metering.reconciliation.postgres;

import static java.util.stream.Collectors.toMap;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.collection.CollectionLog;
import io.tollgate.metering.collection.Reach;
import io.tollgate.metering.reconciliation.Count;
import io.tollgate.metering.reconciliation.CycleBalance;
import io.tollgate.metering.reconciliation.CycleReport;
import io.tollgate.metering.reconciliation.Difference;
import io.tollgate.metering.reconciliation.Difference.What;
import io.tollgate.metering.reconciliation.Reconciliation;
import io.tollgate.metering.row.Columns;
import io.tollgate.rules.usage.Cycle;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Sums up both sides again from the rows themselves. The floor of record numbers that serves a
 * collection serves here: no record of a cycle after an instant has a number below it.
 */
@Component
final class PostgresReconciliation implements Reconciliation {

  /** No cycle is longer than a day on which clocks are put back. */
  private static final Duration LONGEST_CYCLE = Duration.ofHours(26);

  /** Everything the ledger holds, a correction being a row of its own without a record. */
  private static final String LEDGER = """
      WITH reach AS (
        SELECT DISTINCT ON (cycle) cycle, watermark, horizon
          FROM collection ORDER BY cycle, due_at DESC),
      entry AS (
        SELECT record_no, instance_no, cycle_end, 1 AS records, units, on_demand_units,
               overage_units, draw_units
          FROM usage_record
         WHERE record_no > :floor AND cycle_end > :from AND cycle_end <= :to
        UNION ALL
        SELECT record_no, instance_no, cycle_end, 0, units, on_demand_units, overage_units,
               draw_units
          FROM correction c
         WHERE cycle_end > :from AND cycle_end <= :to
           AND NOT EXISTS (SELECT FROM correction n WHERE n.replaces = c.correction_no)),
      ledger AS (
        SELECT e.instance_no, b.cycle, e.cycle_end, e.records, e.units, e.on_demand_units,
               e.overage_units,
               coalesce((SELECT sum(d) FROM unnest(e.draw_units) AS d), 0) AS deducted_units,
               coalesce(e.record_no <= r.watermark AND e.cycle_end <= r.horizon, false)
                 AS is_collected
          FROM entry e
          JOIN instance i ON i.instance_no = e.instance_no
          JOIN billing_item b ON b.item_no = i.item_no
          LEFT JOIN reach r ON r.cycle = b.cycle),
      published AS (
        SELECT a.instance_no, b.cycle, a.cycle_end, a.record_count AS records, a.units,
               a.on_demand_units, a.overage_units, a.deducted_units
          FROM aggregate a JOIN billing_item b ON b.item_no = a.item_no
         WHERE a.cycle_end > :from AND a.cycle_end <= :to)
      """;

  private static final String CYCLES = LEDGER + """
      SELECT cycle, cycle_end, l.accepted_records, l.accepted_units, l.waiting_records,
             l.waiting_units, l.deducted_units, l.on_demand_units, l.overage_units,
             p.collected_records, p.collected_units
        FROM (
          SELECT cycle, cycle_end, sum(records)::bigint AS accepted_records,
                 sum(units) AS accepted_units,
                 sum(records) FILTER (WHERE NOT is_collected)::bigint AS waiting_records,
                 sum(units) FILTER (WHERE NOT is_collected) AS waiting_units,
                 sum(deducted_units) AS deducted_units, sum(on_demand_units) AS on_demand_units,
                 sum(overage_units) AS overage_units
            FROM ledger GROUP BY cycle, cycle_end) l
        FULL JOIN (
          SELECT cycle, cycle_end, sum(records)::bigint AS collected_records,
                 sum(units) AS collected_units
            FROM published GROUP BY cycle, cycle_end) p USING (cycle, cycle_end)
       ORDER BY cycle_end, cycle""";

  private static final String DIFFERENCES = LEDGER + """
      SELECT d.*, i.instance_id
        FROM (
          SELECT instance_no, cycle, cycle_end,
                 coalesce(l.records, 0)::numeric AS records,
                 coalesce(p.records, 0)::numeric AS published_records,
                 coalesce(l.units, 0) AS units, coalesce(p.units, 0) AS published_units,
                 coalesce(l.deducted_units, 0) AS deducted,
                 coalesce(p.deducted_units, 0) AS published_deducted,
                 coalesce(l.on_demand_units, 0) AS on_demand,
                 coalesce(p.on_demand_units, 0) AS published_on_demand,
                 coalesce(l.overage_units, 0) AS overage,
                 coalesce(p.overage_units, 0) AS published_overage,
                 coalesce(l.all_units, 0) AS all_units, coalesce(l.all_parts, 0) AS all_parts
            FROM (
              SELECT instance_no, cycle, cycle_end,
                     sum(records) FILTER (WHERE is_collected) AS records,
                     sum(units) FILTER (WHERE is_collected) AS units,
                     sum(deducted_units) FILTER (WHERE is_collected) AS deducted_units,
                     sum(on_demand_units) FILTER (WHERE is_collected) AS on_demand_units,
                     sum(overage_units) FILTER (WHERE is_collected) AS overage_units,
                     sum(units) AS all_units,
                     sum(deducted_units + on_demand_units + overage_units) AS all_parts
                FROM ledger GROUP BY instance_no, cycle, cycle_end) l
            FULL JOIN (
              SELECT instance_no, cycle, cycle_end, sum(records) AS records, sum(units) AS units,
                     sum(deducted_units) AS deducted_units,
                     sum(on_demand_units) AS on_demand_units, sum(overage_units) AS overage_units
                FROM published GROUP BY instance_no, cycle, cycle_end) p
              USING (instance_no, cycle, cycle_end)) d
        JOIN instance i ON i.instance_no = d.instance_no
       WHERE records <> published_records OR units <> published_units
          OR deducted <> published_deducted OR on_demand <> published_on_demand
          OR overage <> published_overage OR all_units <> all_parts
       ORDER BY cycle_end, d.instance_no
       LIMIT 1000""";

  private static final String OURS = """
      SELECT i.instance_id, sum(e.records)::bigint AS records, sum(e.units) AS units
        FROM (
          SELECT instance_no, 1 AS records, units
            FROM usage_record
           WHERE isv_no = :isvNo AND record_no > :floor AND cycle_end = :cycleEnd
          UNION ALL
          SELECT instance_no, 0, units
            FROM correction c
           WHERE cycle_end = :cycleEnd
             AND NOT EXISTS (SELECT FROM correction n WHERE n.replaces = c.correction_no)) e
        JOIN instance i ON i.instance_no = e.instance_no AND i.isv_no = :isvNo
        JOIN billing_item b ON b.item_no = i.item_no AND b.cycle = :cycle
       GROUP BY i.instance_id""";

  private static final Count NOTHING = new Count(0, BigDecimal.ZERO);

  private final DatabaseClient database;
  private final CollectionLog collections;
  private final TransactionalOperator snapshot;
  private final ZoneId zone;

  PostgresReconciliation(
      DatabaseClient database,
      CollectionLog collections,
      ReactiveTransactionManager transactions,
      BusinessClock clock) {
    this.database = database;
    this.collections = collections;
    this.snapshot = Snapshot.of(transactions);
    this.zone = clock.zone();
  }

  @Override
  public Mono<CycleReport> report(Instant from, Instant to) {
    return floor(from)
        .flatMap(floor ->
            Mono.zip(cycles(floor, from, to), differences(floor, from, to), CycleReport::new))
        .as(snapshot::transactional);
  }

  private Mono<Long> floor(Instant cyclesEndAfter) {
    return collections.floorAfter(new Reach(0, cyclesEndAfter));
  }

  private Mono<List<CycleBalance>> cycles(long floor, Instant from, Instant to) {
    return over(CYCLES, floor, from, to)
        .map(row -> balance(row))
        .all()
        .filter(cycle -> startsWithin(cycle.cycleStart(), from, to))
        .collectList();
  }

  private Mono<List<Difference>> differences(long floor, Instant from, Instant to) {
    return over(DIFFERENCES, floor, from, to)
        .map(row -> differences(row))
        .all()
        .flatMapIterable(differences -> differences)
        .filter(difference -> startsWithin(difference.cycleStart(), from, to))
        .collectList();
  }

  /** A cycle that starts within the stretch may end beyond it; those that start beyond drop out. */
  private GenericExecuteSpec over(String sql, long floor, Instant from, Instant to) {
    return database
        .sql(sql)
        .bind("floor", floor)
        .bind("from", from)
        .bind("to", to.plus(LONGEST_CYCLE));
  }

  private static boolean startsWithin(Instant cycleStart, Instant from, Instant to) {
    return !cycleStart.isBefore(from) && cycleStart.isBefore(to);
  }

  private CycleBalance balance(Readable row) {
    var cycle = Cycle.valueOf(Columns.text(row, "cycle"));
    return new CycleBalance(
        start(row, cycle),
        cycle,
        count(row, "accepted"),
        count(row, "collected"),
        count(row, "waiting"),
        units(row, "deducted_units"),
        units(row, "on_demand_units"),
        units(row, "overage_units"));
  }

  private Instant start(Readable row, Cycle cycle) {
    return cycle.endingAt(Columns.instant(row, "cycle_end"), zone).start();
  }

  private static Count count(Readable row, String what) {
    var records = row.get(what + "_records", Long.class);
    return new Count(records == null ? 0 : records, units(row, what + "_units"));
  }

  private static BigDecimal units(Readable row, String column) {
    return Objects.requireNonNullElse(row.get(column, BigDecimal.class), BigDecimal.ZERO);
  }

  private List<Difference> differences(Readable row) {
    var differences = new ArrayList<Difference>();
    var pairs = Map.of(
        What.COLLECTED_RECORDS, List.of("records", "published_records"),
        What.COLLECTED_QUANTITY, List.of("units", "published_units"),
        What.DEDUCTED, List.of("deducted", "published_deducted"),
        What.ON_DEMAND, List.of("on_demand", "published_on_demand"),
        What.OVERAGE, List.of("overage", "published_overage"),
        What.PARTS, List.of("all_units", "all_parts"));
    for (var what : What.values()) {
      var columns = Objects.requireNonNull(pairs.get(what));
      var expected = units(row, columns.getFirst());
      var actual = units(row, columns.getLast());
      if (expected.compareTo(actual) != 0) {
        var cycle = Cycle.valueOf(Columns.text(row, "cycle"));
        differences.add(new Difference(
            start(row, cycle), cycle, Columns.text(row, "instance_id"), what, expected, actual));
      }
    }
    return differences;
  }

  @Override
  public Mono<List<TotalDifference>> compare(
      int isvNo, Cycle cycle, Instant cycleStart, List<OwnTotal> totals) {
    var window = cycle.endingAt(cycleStart.plusSeconds(1), zone);
    var theirs = totals.stream().collect(toMap(OwnTotal::instanceId, OwnTotal::count));
    return floor(window.start())
        .flatMap(floor -> database
            .sql(OURS)
            .bind("isvNo", isvNo)
            .bind("floor", floor)
            .bind("cycle", cycle.name())
            .bind("cycleEnd", window.end())
            .map(row -> new OwnTotal(
                Columns.text(row, "instance_id"),
                new Count(Columns.number(row, "records"), Columns.decimal(row, "units"))))
            .all()
            .collect(toMap(OwnTotal::instanceId, OwnTotal::count)))
        .map(ours -> differences(theirs, ours));
  }

  private static List<TotalDifference> differences(
      Map<String, Count> theirs, Map<String, Count> ours) {
    var instanceIds = new TreeSet<String>();
    Stream.of(theirs, ours).forEach(side -> instanceIds.addAll(side.keySet()));
    return instanceIds.stream()
        .map(id -> new TotalDifference(
            id, theirs.getOrDefault(id, NOTHING), ours.getOrDefault(id, NOTHING)))
        .filter(both -> !both.theirs().isSameAs(both.ours()))
        .toList();
  }
}
