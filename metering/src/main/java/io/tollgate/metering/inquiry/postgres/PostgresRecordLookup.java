package io.tollgate.metering.inquiry.postgres;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.collection.Deduction;
import io.tollgate.metering.collection.MeteredInstances;
import io.tollgate.metering.inquiry.AcceptedRecord;
import io.tollgate.metering.inquiry.RecordFacts;
import io.tollgate.metering.inquiry.RecordFacts.CollectedBy;
import io.tollgate.metering.inquiry.RecordFacts.MadeCorrection;
import io.tollgate.metering.inquiry.RecordLookup;
import io.tollgate.metering.row.Columns;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.quota.Quota;
import io.tollgate.rules.quota.QuotaBalance;
import io.tollgate.rules.quota.QuotaPeriod;
import io.tollgate.rules.usage.Cycle;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Gathers what explains one record. It reads more than a list does, and is asked seldom. */
@Component
final class PostgresRecordLookup implements RecordLookup {

  private static final String FIND = """
      SELECT r.record_no, v.isv_id, r.metering_sn, i.instance_id,
             k.instance_id AS package_instance_id, r.begin_time, r.end_time, r.record_time,
             r.units, r.on_demand_units, r.overage_units, r.draw_units, r.accepted_at,
             r.cycle_end, b.cycle, r.slot_no, r.slot_seq, r.isv_no, r.instance_no,
             ARRAY(
               SELECT n.instance_id
                 FROM unnest(r.draw_quotas) WITH ORDINALITY AS d (quota_no, place)
                 JOIN quota q ON q.quota_no = d.quota_no
                 JOIN instance n ON n.instance_no = q.package_no
                ORDER BY d.place) AS drawn_packages,
             EXISTS (
               SELECT FROM collection c
                WHERE c.cycle = b.cycle AND c.watermark >= r.record_no
                  AND c.horizon >= r.cycle_end) AS is_collected
        FROM isv v
        JOIN usage_identity u ON u.isv_no = v.isv_no AND u.metering_sn = :meteringSn
        JOIN usage_record r ON r.isv_no = u.isv_no AND r.record_no = u.record_no
        JOIN instance i ON i.instance_no = r.instance_no
        JOIN billing_item b ON b.item_no = i.item_no
        LEFT JOIN instance k ON k.instance_no = r.package_no
       WHERE v.isv_id = :isvId""";

  /**
   * What each quota had given before the record's turn: to records before it in the slot's order,
   * and by corrections up to its acceptance. Packages bought later were not there to be asked.
   */
  private static final String BALANCES = """
      SELECT q.quota_no, k.instance_id, q.valid_from, q.valid_to, q.granted,
             q.stop_before_excess, q.purchased_at,
             least(q.granted, greatest(0, coalesce((
               SELECT sum(d.units)
                 FROM usage_record r
                 CROSS JOIN LATERAL unnest(r.draw_quotas, r.draw_units) AS d (quota_no, units)
                WHERE r.isv_no = :isvNo AND r.slot_no = :slotNo AND r.slot_seq < :slotSeq
                  AND d.quota_no = q.quota_no), 0)
             + coalesce((
               SELECT sum(d.units)
                 FROM correction c
                 CROSS JOIN LATERAL unnest(c.draw_quotas, c.draw_units) AS d (quota_no, units)
                WHERE c.corrected_at < :acceptedAt AND d.quota_no = q.quota_no
                  AND NOT EXISTS (
                    SELECT FROM correction n
                     WHERE n.replaces = c.correction_no AND n.corrected_at < :acceptedAt)), 0)
             ))::bigint AS drawn
        FROM quota q JOIN instance k ON k.instance_no = q.package_no
       WHERE q.slot_no = :slotNo AND q.purchased_at <= :acceptedAt
       ORDER BY q.quota_no""";

  private static final String COLLECTION = """
      SELECT c.collection_no, c.collected_at, a.sequence, a.units, a.on_demand_units, a.amount,
             a.currency
        FROM (
          SELECT collection_no, collected_at FROM collection
           WHERE cycle = :cycle AND watermark >= :recordNo AND horizon >= :cycleEnd
           ORDER BY collection_no LIMIT 1) c
        JOIN aggregate a ON a.closing_no = c.collection_no AND a.instance_no = :instanceNo
          AND a.cycle_end = :cycleEnd AND a.kind <> 'ADJUSTMENT'""";

  private static final String CORRECTIONS = """
      SELECT c.correction_no, :units + c.units AS units, c.reason, c.corrected_at,
             c.corrected_by, c.aggregate_sequence
        FROM correction c WHERE c.record_no = :recordNo ORDER BY c.correction_no""";

  private final DatabaseClient database;
  private final MeteredInstances instances;
  private final ZoneId zone;

  PostgresRecordLookup(DatabaseClient database, MeteredInstances instances, BusinessClock clock) {
    this.database = database;
    this.instances = instances;
    this.zone = clock.zone();
  }

  @Override
  public Mono<RecordFacts> find(String isvId, String meteringSn) {
    return database
        .sql(FIND)
        .bind("isvId", isvId)
        .bind("meteringSn", meteringSn)
        .map(row -> Found.of(row, zone))
        .one()
        .flatMap(this::facts);
  }

  /** A record with the numbers by which the rest is found. */
  private record Found(
      AcceptedRecord record,
      int isvNo,
      long instanceNo,
      long slotNo,
      long slotSeq,
      Cycle cycle,
      Instant cycleEnd) {

    static Found of(Readable row, ZoneId zone) {
      return new Found(
          PostgresRecordLookup.record(row, zone),
          Columns.integer(row, "isv_no"),
          Columns.number(row, "instance_no"),
          Columns.number(row, "slot_no"),
          Columns.number(row, "slot_seq"),
          Cycle.valueOf(Columns.text(row, "cycle")),
          Columns.instant(row, "cycle_end"));
    }
  }

  private static AcceptedRecord record(Readable row, ZoneId zone) {
    var cycle = Cycle.valueOf(Columns.text(row, "cycle"));
    return new AcceptedRecord(
        Columns.number(row, "record_no"),
        Columns.text(row, "isv_id"),
        Columns.text(row, "metering_sn"),
        Columns.text(row, "instance_id"),
        row.get("package_instance_id", String.class),
        Columns.instant(row, "begin_time"),
        Columns.instant(row, "end_time"),
        Columns.instant(row, "record_time"),
        Columns.quantity(row, "units"),
        Columns.value(row, "is_collected", Boolean.class),
        Columns.instant(row, "accepted_at"),
        cycle.endingAt(Columns.instant(row, "end_time"), zone).start(),
        drawn(row),
        Columns.quantity(row, "on_demand_units"),
        Columns.quantity(row, "overage_units"));
  }

  private static List<Deduction> drawn(Readable row) {
    var units = row.get("draw_units", Long[].class);
    if (units == null) {
      return List.of();
    }
    var packages = Columns.value(row, "drawn_packages", String[].class);
    var byPackage = new LinkedHashMap<String, Quantity>();
    for (var i = 0; i < packages.length; i++) {
      byPackage.merge(packages[i], new Quantity(units[i]), Quantity::plus);
    }
    return byPackage.entrySet().stream()
        .map(entry -> new Deduction(entry.getKey(), entry.getValue()))
        .toList();
  }

  private Mono<RecordFacts> facts(Found found) {
    return Mono.zip(
            instances.find(found.instanceNo),
            balances(found),
            collection(found).map(Optional::of).defaultIfEmpty(Optional.empty()),
            corrections(found))
        .map(parts -> new RecordFacts(
            found.record,
            parts.getT1(),
            found.cycle,
            found.cycleEnd,
            parts.getT2(),
            parts.getT3().orElse(null),
            parts.getT4()));
  }

  private Mono<List<QuotaBalance>> balances(Found found) {
    return database
        .sql(BALANCES)
        .bind("isvNo", found.isvNo)
        .bind("slotNo", found.slotNo)
        .bind("slotSeq", found.slotSeq)
        .bind("acceptedAt", found.record.acceptedAt())
        .map(row -> new QuotaBalance(
            new Quota(
                Columns.number(row, "quota_no"),
                Columns.text(row, "instance_id"),
                new QuotaPeriod(
                    Columns.instant(row, "valid_from"), Columns.instant(row, "valid_to")),
                Columns.number(row, "granted"),
                Columns.value(row, "stop_before_excess", Boolean.class),
                Columns.instant(row, "purchased_at")),
            Columns.number(row, "drawn")))
        .all()
        .collectList();
  }

  private Mono<CollectedBy> collection(Found found) {
    return database
        .sql(COLLECTION)
        .bind("cycle", found.cycle.name())
        .bind("recordNo", found.record.recordNo())
        .bind("cycleEnd", found.cycleEnd)
        .bind("instanceNo", found.instanceNo)
        .map(row -> new CollectedBy(
            Columns.number(row, "collection_no"),
            Columns.instant(row, "collected_at"),
            Columns.number(row, "sequence"),
            Columns.quantity(row, "units"),
            Columns.quantity(row, "on_demand_units"),
            Columns.decimal(row, "amount"),
            Columns.text(row, "currency")))
        .first();
  }

  private Mono<List<MadeCorrection>> corrections(Found found) {
    return database
        .sql(CORRECTIONS)
        .bind("units", found.record.quantity().units())
        .bind("recordNo", found.record.recordNo())
        .map(row -> new MadeCorrection(
            Columns.number(row, "correction_no"),
            Columns.quantity(row, "units"),
            Columns.text(row, "reason"),
            Columns.instant(row, "corrected_at"),
            Columns.text(row, "corrected_by"),
            row.get("aggregate_sequence", Long.class)))
        .all()
        .collectList();
  }
}
