package io.tollgate.metering.replay.postgres;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.replay.SlotHistory;
import io.tollgate.metering.replay.SlotQuota;
import io.tollgate.metering.replay.SlotStep;
import io.tollgate.metering.replay.SlotStep.QuotaDraw;
import io.tollgate.metering.row.Columns;
import io.tollgate.rules.quota.Quota;
import io.tollgate.rules.quota.QuotaPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Lets the database sort, and fetches through a cursor, so that memory stays flat. */
@Component
final class PostgresSlotHistory implements SlotHistory {

  private static final int STEPS_A_PAGE = 2_000;

  private static final String SETTINGS = """
      SELECT set_config('cursor_tuple_fraction', '1', true), set_config('jit', 'off', true),
             set_config('work_mem', '64MB', true)""";

  /**
   * A correction comes after the record at its own place. Its row is the difference to the record; what
   * it did is the difference to the correction before it.
   */
  private static final String OPEN = """
      DECLARE slot_steps NO SCROLL CURSOR FOR
      SELECT slot_no, -1 AS slot_seq, 0 AS kind, 0 AS number, 0 AS package_no, 0 AS units,
             NULL::timestamptz AS end_time, NULL::timestamptz AS accepted_at,
             NULL::bigint[] AS draw_quotas, NULL::bigint[] AS draw_units,
             0 AS on_demand_units, 0 AS overage_units,
             NULL::bigint[] AS undone_quotas, NULL::bigint[] AS undone_units
        FROM slot
      UNION ALL
      SELECT slot_no, slot_seq, 1, record_no, package_no, units, end_time, accepted_at,
             draw_quotas, draw_units, on_demand_units, overage_units, NULL, NULL
        FROM usage_record WHERE slot_seq > 0 OR draw_quotas IS NOT NULL
      UNION ALL
      SELECT s.slot_no, c.slot_seq, 2, c.correction_no, 0, 0, NULL, NULL,
             c.draw_quotas, c.draw_units, 0, 0, p.draw_quotas, p.draw_units
        FROM correction c
        JOIN instance i ON i.instance_no = c.instance_no
        JOIN slot s ON s.customer_no = i.customer_no AND s.item_no = i.item_no
        LEFT JOIN correction p ON p.correction_no = c.replaces
       ORDER BY slot_no, slot_seq, kind, number""";

  private static final String QUOTAS = """
      SELECT q.slot_no, q.package_no, q.quota_no, k.instance_id, q.valid_from,
             coalesce(q.planned_to, q.valid_to) AS valid_to, q.granted, q.stop_before_excess,
             q.purchased_at, q.drawn, k.released_at
        FROM quota q JOIN instance k ON k.instance_no = q.package_no
       WHERE q.slot_no = ANY (:slots)
       ORDER BY q.quota_no""";

  private static final String SET_ASIDE = """
      SELECT count(*) FROM pg_tables
       WHERE schemaname = 'archive' AND tablename LIKE 'usage\\_record\\_%'""";

  private final DatabaseClient database;

  PostgresSlotHistory(DatabaseClient database) {
    this.database = database;
  }

  @Override
  public Flux<List<SlotStep>> steps() {
    return database
        .sql(SETTINGS)
        .then()
        .then(database.sql(OPEN).then())
        .thenMany(Mono.defer(this::page).repeat().takeUntil(page -> page.size() < STEPS_A_PAGE));
  }

  private Mono<List<SlotStep>> page() {
    return database
        .sql("FETCH " + STEPS_A_PAGE + " FROM slot_steps")
        .map(PostgresSlotHistory::step)
        .all()
        .collectList();
  }

  private static SlotStep step(Readable row) {
    var slotNo = Columns.number(row, "slot_no");
    return switch (Columns.integer(row, "kind")) {
      case 0 -> new SlotStep.Begun(slotNo);
      case 1 ->
        new SlotStep.Accepted(
            slotNo,
            Columns.number(row, "number"),
            Columns.number(row, "package_no"),
            Columns.number(row, "units"),
            Columns.instant(row, "end_time"),
            Columns.instant(row, "accepted_at"),
            draws(row, "draw"),
            Columns.number(row, "on_demand_units"),
            Columns.number(row, "overage_units"));
      default -> new SlotStep.Corrected(slotNo, Columns.number(row, "number"), changes(row));
    };
  }

  private static List<QuotaDraw> draws(Readable row, String columns) {
    var quotas = row.get(columns + "_quotas", Long[].class);
    var units = row.get(columns + "_units", Long[].class);
    var draws = new ArrayList<QuotaDraw>();
    for (var i = 0; quotas != null && units != null && i < quotas.length; i++) {
      draws.add(new QuotaDraw(quotas[i], units[i]));
    }
    return draws;
  }

  private static Map<Long, Long> changes(Readable row) {
    var changes = new HashMap<Long, Long>();
    draws(row, "draw").forEach(draw -> changes.merge(draw.quotaNo(), draw.units(), Long::sum));
    draws(row, "undone").forEach(draw -> changes.merge(draw.quotaNo(), -draw.units(), Long::sum));
    return changes;
  }

  @Override
  public Mono<List<SlotQuota>> quotas(Collection<Long> slots) {
    return slots.isEmpty()
        ? Mono.just(List.of())
        : database
            .sql(QUOTAS)
            .bind("slots", slots.toArray(Long[]::new))
            .map(PostgresSlotHistory::quota)
            .all()
            .collectList();
  }

  private static SlotQuota quota(Readable row) {
    return new SlotQuota(
        Columns.number(row, "slot_no"),
        Columns.number(row, "package_no"),
        new Quota(
            Columns.number(row, "quota_no"),
            Columns.text(row, "instance_id"),
            new QuotaPeriod(Columns.instant(row, "valid_from"), Columns.instant(row, "valid_to")),
            Columns.number(row, "granted"),
            Columns.value(row, "stop_before_excess", Boolean.class),
            Columns.instant(row, "purchased_at")),
        Columns.number(row, "drawn"),
        row.get("released_at", Instant.class));
  }

  @Override
  public Mono<Long> monthsSetAside() {
    return database.sql(SET_ASIDE).mapValue(Long.class).one();
  }
}
