package io.tollgate.metering.correction.postgres;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.collection.MeteredInstance;
import io.tollgate.metering.collection.MeteredInstances;
import io.tollgate.metering.correction.CorrectableRecord;
import io.tollgate.metering.correction.CorrectionStore;
import io.tollgate.metering.correction.MadeAdjustment;
import io.tollgate.metering.row.Columns;
import io.tollgate.rules.quota.Allocation;
import io.tollgate.rules.quota.Correction;
import io.tollgate.rules.quota.OverQuota;
import io.tollgate.rules.quota.Quota;
import io.tollgate.rules.quota.QuotaBalance;
import io.tollgate.rules.quota.QuotaPeriod;
import io.tollgate.rules.usage.Cycle;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
final class PostgresCorrectionStore implements CorrectionStore {

  private static final String RECORD = """
      SELECT r.record_no, r.instance_no, r.end_time, r.on_demand_units, r.overage_units,
             r.draw_quotas, r.draw_units, b.cycle, p.over_quota, k.instance_id AS named_package,
             EXISTS (
               SELECT FROM collection c
                WHERE c.cycle = b.cycle AND c.watermark >= r.record_no
                  AND c.horizon >= r.cycle_end) AS is_collected
        FROM usage_record r
        JOIN instance i ON i.instance_no = r.instance_no
        JOIN billing_item b ON b.item_no = i.item_no
        JOIN product p ON p.product_no = i.product_no
        LEFT JOIN instance k ON k.instance_no = r.package_no
      """;

  private static final String FIND = RECORD + """
        JOIN isv v ON v.isv_id = :isvId
        JOIN usage_identity u ON u.isv_no = v.isv_no AND u.metering_sn = :meteringSn
       WHERE r.isv_no = u.isv_no AND r.record_no = u.record_no""";

  private static final String FIND_BY_NUMBER = RECORD + """
       WHERE r.isv_no = (SELECT isv_no FROM instance WHERE instance_no = :instanceNo)
         AND r.record_no = :recordNo""";

  private static final String ADJUSTMENT = """
      SELECT c.record_no, c.instance_no,
             (SELECT count(*) FROM correction e
               WHERE e.record_no = c.record_no AND e.correction_no <= c.correction_no) AS place
        FROM correction c
       WHERE c.aggregate_sequence = :sequence""";

  private static final String HISTORY = """
      SELECT correction_no, taking_sources, taking_units
        FROM correction WHERE record_no = :recordNo ORDER BY correction_no""";

  private static final String QUOTAS = """
      SELECT q.quota_no, k.instance_id, q.valid_from, q.valid_to, q.granted, q.drawn,
             q.stop_before_excess, q.purchased_at
        FROM slot s
        JOIN quota q ON q.slot_no = s.slot_no
        JOIN instance k ON k.instance_no = q.package_no
       WHERE s.customer_no = :customerNo AND s.item_no = :itemNo
       ORDER BY q.quota_no""";

  /** Comes before its quotas, as everywhere. */
  private static final String LOCK_SLOT = """
      SELECT slot_no FROM slot WHERE customer_no = :customerNo AND item_no = :itemNo
         FOR NO KEY UPDATE""";

  private static final String LOCK_QUOTAS = QUOTAS + " FOR UPDATE OF q";

  /** After everything that has asked a quota of the slot; its quotas are locked. */
  private static final String PLACE = """
      (SELECT coalesce(max(greatest(q.asked_seq, q.fixed_seq)), 0)
         FROM slot s JOIN quota q ON q.slot_no = s.slot_no
        WHERE s.customer_no = :customerNo AND s.item_no = :itemNo)""";

  /**
   * A quota that stops before excess may be empty now, or no longer: both are assessed anew. What asks
   * a changed quota from now on has to come after this in the slot's order.
   */
  private static final String DRAW = """
      WITH changed AS (
        UPDATE quota SET drawn = drawn + d.units, fixed_seq = %s
          FROM unnest(:quotas, :units) AS d (quota_no, units)
         WHERE quota.quota_no = d.quota_no
        RETURNING quota.quota_no, quota.stop_before_excess)
      INSERT INTO timer (kind, subject, due_at)
      SELECT 'QUOTA_LEVEL', quota_no || ':100', :now FROM changed WHERE stop_before_excess""".formatted(PLACE);

  private static final String MARK_SLOT = """
      UPDATE slot SET version = version + 1
       WHERE customer_no = :customerNo AND item_no = :itemNo""";

  private static final String ADD = """
      INSERT INTO correction
        (record_no, replaces, instance_no, cycle_end, units, on_demand_units, overage_units,
         draw_quotas, draw_units, taking_sources, taking_units, reason, corrected_at,
         corrected_by, aggregate_sequence, slot_seq)
      VALUES
        (:recordNo, :replaces, :instanceNo, :cycleEnd, :units, :onDemand, :overage, :drawQuotas,
         :drawUnits, :sources, :takings, :reason, :correctedAt, :correctedBy, :sequence,
         %s)
      RETURNING correction_no""".formatted(PLACE);

  private final DatabaseClient database;
  private final MeteredInstances instances;
  private final ZoneId zone;

  PostgresCorrectionStore(
      DatabaseClient database, MeteredInstances instances, BusinessClock clock) {
    this.database = database;
    this.instances = instances;
    this.zone = clock.zone();
  }

  @Override
  public Mono<CorrectableRecord> find(String isvId, String meteringSn) {
    return database
        .sql(FIND)
        .bind("isvId", isvId)
        .bind("meteringSn", meteringSn)
        .map(row -> RecordRow.of(row))
        .one()
        .flatMap(this::withHistory);
  }

  private Mono<CorrectableRecord> withHistory(RecordRow row) {
    return Mono.zip(
        instances.find(row.instanceNo),
        corrections(row.recordNo),
        (instance, corrections) -> record(row, instance, corrections));
  }

  @Override
  public Mono<MadeAdjustment> adjustment(long sequence) {
    return database
        .sql(ADJUSTMENT)
        .bind("sequence", sequence)
        .map(row -> new AdjustmentRow(
            Columns.number(row, "record_no"), Columns.number(row, "instance_no"), (int)
                Columns.number(row, "place")))
        .one()
        .flatMap(row -> database
            .sql(FIND_BY_NUMBER)
            .bind("recordNo", row.recordNo)
            .bind("instanceNo", row.instanceNo)
            .map(found -> RecordRow.of(found))
            .one()
            .flatMap(this::withHistory)
            .map(record -> new MadeAdjustment(record, row.place)));
  }

  private record AdjustmentRow(long recordNo, long instanceNo, int place) {}

  private Mono<List<CorrectionRow>> corrections(long recordNo) {
    return database
        .sql(HISTORY)
        .bind("recordNo", recordNo)
        .map(row -> CorrectionRow.of(row))
        .all()
        .collectList();
  }

  private CorrectableRecord record(
      RecordRow row, MeteredInstance instance, List<CorrectionRow> corrections) {
    var history = new ArrayList<Allocation>(corrections.size() + 1);
    history.add(row.accepted);
    corrections.forEach(correction -> history.add(correction.allocation));
    return new CorrectableRecord(
        row.recordNo,
        instance,
        row.cycle.endingAt(row.endTime, zone),
        row.endTime,
        row.namedPackage,
        row.overQuota,
        row.isCollected,
        history,
        corrections.isEmpty() ? null : corrections.getLast().correctionNo);
  }

  @Override
  public Mono<List<QuotaBalance>> quotas(CorrectableRecord record) {
    return quotas(QUOTAS, record);
  }

  @Override
  public Mono<List<QuotaBalance>> lockQuotas(CorrectableRecord record) {
    return database
        .sql(LOCK_SLOT)
        .bind("customerNo", record.instance().customerNo())
        .bind("itemNo", record.instance().item().itemNo())
        .then()
        .then(quotas(LOCK_QUOTAS, record));
  }

  private Mono<List<QuotaBalance>> quotas(String sql, CorrectableRecord record) {
    return database
        .sql(sql)
        .bind("customerNo", record.instance().customerNo())
        .bind("itemNo", record.instance().item().itemNo())
        .map(row -> balance(row))
        .all()
        .collectList();
  }

  private static QuotaBalance balance(Readable row) {
    return new QuotaBalance(
        new Quota(
            Columns.number(row, "quota_no"),
            Columns.text(row, "instance_id"),
            new QuotaPeriod(Columns.instant(row, "valid_from"), Columns.instant(row, "valid_to")),
            Columns.number(row, "granted"),
            Columns.value(row, "stop_before_excess", Boolean.class),
            Columns.instant(row, "purchased_at")),
        Columns.number(row, "drawn"));
  }

  @Override
  public Mono<Long> write(
      CorrectableRecord record,
      Correction correction,
      String reason,
      String correctedBy,
      Instant correctedAt,
      @Nullable Long aggregateSequence) {
    var toRecord = new Correction(record.history().getFirst(), correction.after());
    var sinceRecord = toRecord.drawnChanges();
    var takings = correction.after().takings();
    return draw(record, correction, correctedAt)
        .then(database
            .sql(ADD)
            .bind("recordNo", record.recordNo())
            .bind("replaces", Parameters.in(R2dbcType.BIGINT, record.correctionNo()))
            .bind("instanceNo", record.instance().instanceNo())
            .bind("cycleEnd", record.cycle().end())
            .bind("units", toRecord.unitsChange())
            .bind("onDemand", toRecord.onDemandChange())
            .bind("overage", toRecord.overageChange())
            .bind("drawQuotas", sinceRecord.keySet().toArray(Long[]::new))
            .bind("drawUnits", sinceRecord.values().toArray(Long[]::new))
            .bind("sources", takings.stream().map(Takings::source).toArray(Long[]::new))
            .bind("takings", takings.stream().map(taking -> taking.units()).toArray(Long[]::new))
            .bind("reason", reason)
            .bind("correctedAt", correctedAt)
            .bind("correctedBy", correctedBy)
            .bind("sequence", Parameters.in(R2dbcType.BIGINT, aggregateSequence))
            .bind("customerNo", record.instance().customerNo())
            .bind("itemNo", record.instance().item().itemNo())
            .mapValue(Long.class)
            .one());
  }

  private Mono<Void> draw(CorrectableRecord record, Correction correction, Instant now) {
    var changes = correction.drawnChanges();
    if (changes.isEmpty()) {
      return Mono.empty();
    }
    return database
        .sql(DRAW)
        .bind("quotas", changes.keySet().toArray(Long[]::new))
        .bind("units", changes.values().toArray(Long[]::new))
        .bind("customerNo", record.instance().customerNo())
        .bind("itemNo", record.instance().item().itemNo())
        .bind("now", now)
        .then()
        .then(database
            .sql(MARK_SLOT)
            .bind("customerNo", record.instance().customerNo())
            .bind("itemNo", record.instance().item().itemNo())
            .then());
  }

  /** A record as its row says it. */
  private record RecordRow(
      long recordNo,
      long instanceNo,
      Cycle cycle,
      Instant endTime,
      @Nullable String namedPackage,
      OverQuota overQuota,
      boolean isCollected,
      Allocation accepted) {

    static RecordRow of(Readable row) {
      return new RecordRow(
          Columns.number(row, "record_no"),
          Columns.number(row, "instance_no"),
          Cycle.valueOf(Columns.text(row, "cycle")),
          Columns.instant(row, "end_time"),
          row.get("named_package", String.class),
          OverQuota.valueOf(Columns.text(row, "over_quota")),
          Columns.value(row, "is_collected", Boolean.class),
          Takings.accepted(
              row.get("draw_quotas", Long[].class),
              row.get("draw_units", Long[].class),
              Columns.number(row, "on_demand_units"),
              Columns.number(row, "overage_units")));
    }
  }

  private record CorrectionRow(long correctionNo, Allocation allocation) {

    static CorrectionRow of(Readable row) {
      return new CorrectionRow(
          Columns.number(row, "correction_no"),
          Takings.corrected(
              Columns.value(row, "taking_sources", Long[].class),
              Columns.value(row, "taking_units", Long[].class)));
    }
  }
}
