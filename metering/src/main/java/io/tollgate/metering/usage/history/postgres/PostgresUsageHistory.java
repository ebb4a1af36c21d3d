package io.tollgate.metering.usage.history.postgres;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.row.Columns;
import io.tollgate.metering.usage.history.HistoricRecord;
import io.tollgate.metering.usage.history.HistoricRecord.Acceptance;
import io.tollgate.metering.usage.history.HistoricRecord.Draw;
import io.tollgate.metering.usage.history.HistoricRecord.Position;
import io.tollgate.metering.usage.history.HistoricRecord.Refusal;
import io.tollgate.metering.usage.history.RecordState;
import io.tollgate.metering.usage.history.UsageHistory;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.usage.Cycle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Reads accepted and refused records apart, each in its own order, and merges them by time, so that
 * a page costs two short index scans.
 */
@Component
final class PostgresUsageHistory implements UsageHistory {

  /**
   * A record is collected when the last collection of its kind of cycle reached it: watermarks and
   * horizons only ever grow.
   */
  private static final String ACCEPTED = """
      WITH reached AS (
        SELECT cycle, max(watermark) AS watermark, max(horizon) AS horizon
        FROM collection GROUP BY cycle)
      SELECT * FROM (
        SELECT r.record_no, v.isv_id, r.metering_sn, i.instance_id, named.instance_id AS package_id,
          r.begin_time, r.end_time, r.record_time, r.units, r.on_demand_units, r.overage_units,
          r.cycle_end, r.accepted_at, b.cycle, r.draw_units,
          ARRAY(SELECT p.instance_id
            FROM unnest(r.draw_quotas) WITH ORDINALITY AS drawn (quota_no, place)
            JOIN quota q ON q.quota_no = drawn.quota_no
            JOIN instance p ON p.instance_no = q.package_no
            ORDER BY drawn.place) AS draw_packages,
          coalesce(r.record_no <= reached.watermark AND r.cycle_end <= reached.horizon, false)
            AS collected
        FROM usage_record r
        JOIN isv v ON v.isv_no = r.isv_no
        JOIN instance i ON i.instance_no = r.instance_no
        JOIN billing_item b ON b.item_no = i.item_no
        LEFT JOIN reached ON reached.cycle = b.cycle
        LEFT JOIN instance named ON named.instance_no = r.package_no
        WHERE r.record_no > :after {owned}
      ) AS accepted
      {inState} ORDER BY record_no LIMIT :limit
      """;

  private static final String REFUSED = """
      SELECT f.refused_no, v.isv_id, f.metering_sn, f.instance_id,
        f.content ->> 'relate_pkg_instance' AS package_id,
        f.content ->> 'begin_time' AS begin_time, f.content ->> 'end_time' AS end_time,
        f.content ->> 'record_time' AS record_time, f.content ->> 'usage_value' AS quantity,
        f.error_code, f.error_msg, f.refused_at
      FROM usage_refused f
      JOIN isv v ON v.isv_no = f.isv_no
      WHERE f.refused_no > :after {owned}
      ORDER BY f.refused_no LIMIT :limit
      """;

  private static final Mono<List<HistoricRecord>> NONE = Mono.just(List.of());

  private final DatabaseClient database;
  private final BusinessClock clock;

  PostgresUsageHistory(DatabaseClient database, BusinessClock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public Mono<List<HistoricRecord>> read(Filter filter, Position after, int limit) {
    return Mono.zip(
        filter.wantsAccepted() ? accepted(filter, after, limit) : NONE,
        filter.wantsRefused() ? refused(filter, after, limit) : NONE,
        (accepted, refused) -> merged(accepted, refused, after, limit));
  }

  private Mono<List<HistoricRecord>> accepted(Filter filter, Position after, int limit) {
    var owned = (filter.isvNo() == null ? "" : "AND r.isv_no = :isvNo ")
        + (filter.instanceId() == null ? "" : "AND i.instance_id = :instanceId");
    var inState = filter.state() == null
        ? ""
        : filter.state() == RecordState.COLLECTED ? "WHERE collected" : "WHERE NOT collected";
    return bound(ACCEPTED.replace("{owned}", owned).replace("{inState}", inState), filter)
        .bind("after", after.recordNo())
        .bind("limit", limit)
        .map(this::acceptedRecord)
        .all()
        .collectList();
  }

  private Mono<List<HistoricRecord>> refused(Filter filter, Position after, int limit) {
    var owned = (filter.isvNo() == null ? "" : "AND f.isv_no = :isvNo ")
        + (filter.instanceId() == null ? "" : "AND f.instance_id = :instanceId");
    return bound(REFUSED.replace("{owned}", owned), filter)
        .bind("after", after.refusedNo())
        .bind("limit", limit)
        .map(PostgresUsageHistory::refusedRecord)
        .all()
        .collectList();
  }

  private GenericExecuteSpec bound(String sql, Filter filter) {
    var statement = database.sql(sql);
    var isvNo = filter.isvNo();
    if (isvNo != null) {
      statement = statement.bind("isvNo", isvNo);
    }
    var instanceId = filter.instanceId();
    return instanceId == null ? statement : statement.bind("instanceId", instanceId);
  }

  /** Each record carries the reader's position behind it in both orders. */
  private static List<HistoricRecord> merged(
      List<HistoricRecord> accepted, List<HistoricRecord> refused, Position after, int limit) {
    var merged = new ArrayList<HistoricRecord>();
    var position = after;
    for (int a = 0, r = 0; merged.size() < limit && (a < accepted.size() || r < refused.size()); ) {
      var takesAccepted = a < accepted.size()
          && (r == refused.size()
              || !accepted.get(a).takenAt().isAfter(refused.get(r).takenAt()));
      var next = takesAccepted ? accepted.get(a++) : refused.get(r++);
      position = takesAccepted
          ? new Position(next.position().recordNo(), position.refusedNo())
          : new Position(position.recordNo(), next.position().refusedNo());
      merged.add(at(position, next));
    }
    return merged;
  }

  private static HistoricRecord at(Position position, HistoricRecord record) {
    return new HistoricRecord(
        position,
        record.state(),
        record.isvId(),
        record.meteringSn(),
        record.instanceId(),
        record.packageInstanceId(),
        record.beginTime(),
        record.endTime(),
        record.recordTime(),
        record.quantity(),
        record.accepted(),
        record.refused());
  }

  private HistoricRecord acceptedRecord(Readable row) {
    var cycleEnd = Columns.instant(row, "cycle_end");
    var cycle = Cycle.valueOf(Columns.text(row, "cycle"));
    return new HistoricRecord(
        new Position(Columns.number(row, "record_no"), 0),
        Columns.value(row, "collected", Boolean.class)
            ? RecordState.COLLECTED
            : RecordState.ACCEPTED,
        Columns.text(row, "isv_id"),
        row.get("metering_sn", String.class),
        Columns.text(row, "instance_id"),
        row.get("package_id", String.class),
        Columns.instant(row, "begin_time").toString(),
        Columns.instant(row, "end_time").toString(),
        Columns.instant(row, "record_time").toString(),
        new Quantity(Columns.number(row, "units")).toString(),
        new Acceptance(
            Columns.instant(row, "accepted_at"),
            cycle.endingAt(cycleEnd, clock.zone()).start(),
            draws(row),
            Columns.number(row, "on_demand_units"),
            Columns.number(row, "overage_units")),
        null);
  }

  private static List<Draw> draws(Readable row) {
    var units = row.get("draw_units", Long[].class);
    if (units == null) {
      return List.of();
    }
    var packages = Columns.value(row, "draw_packages", String[].class);
    return IntStream.range(0, Math.min(units.length, packages.length))
        .filter(i -> units[i] != 0)
        .mapToObj(i -> new Draw(Objects.requireNonNull(packages[i]), units[i]))
        .toList();
  }

  private static HistoricRecord refusedRecord(Readable row) {
    return new HistoricRecord(
        new Position(-1, Columns.number(row, "refused_no")),
        RecordState.REFUSED,
        Columns.text(row, "isv_id"),
        row.get("metering_sn", String.class),
        row.get("instance_id", String.class),
        row.get("package_id", String.class),
        row.get("begin_time", String.class),
        row.get("end_time", String.class),
        row.get("record_time", String.class),
        row.get("quantity", String.class),
        null,
        new Refusal(
            Columns.instant(row, "refused_at"),
            Columns.text(row, "error_code"),
            Columns.text(row, "error_msg")));
  }
}
