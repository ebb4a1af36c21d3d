package io.tollgate.metering.usage.postgres;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Statement;
import io.tollgate.metering.usage.UsageLedger.Commit;
import io.tollgate.metering.usage.UsageLedger.Entry;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one statement that makes a batch of usage records true, or nothing of it.
 *
 * <p>Its parts, in the order of the locks they take, which is the same in every batch so that
 * batches wait for one another but never in a circle:
 *
 * <ol>
 *   <li>a shared lock and a batch number: whoever takes the lock alone knows that all numbers given
 *       so far have committed;
 *   <li>the identities, sorted by window; a taken one is skipped, and its record with it;
 *   <li>the records;
 *   <li>the quotas, by number. Drawing more than granted, claiming that a quota gave all it had
 *       while it did not, or at a place that the order of acceptance has passed, sets {@code drawn}
 *       to what its constraint forbids and undoes everything;
 *   <li>a timer for each level (80, 95, 100 percent) that a stop-before-excess quota passes.
 * </ol>
 *
 * <p>Columns travel as arrays, because {@code Statement.add()} sends rows one by one; times as whole
 * seconds, which is all the wire knows.
 */
final class CommitStatement {

  private static final String SQL = """
      WITH batch AS MATERIALIZED (
        SELECT nextval('usage_batch_no') * 65536 AS base
        FROM (SELECT pg_advisory_xact_lock_shared(7004) OFFSET 0) AS barrier
      ),
      incoming AS MATERIALIZED (
        SELECT batch.base + u.place AS record_no, u.*
        FROM batch,
          unnest($1::int[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[],
                 $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[],
                 $12::bigint[], $13::bigint[], $14::text[], $15::text[])
          WITH ORDINALITY AS u (isv_no, metering_sn, instance_no, package_no, slot_no, slot_seq,
                 begin_second, end_second, record_second, units, on_demand_units,
                 overage_units, cycle_end_second, draw_quotas, draw_units, place)
      ),
      fresh AS (
        INSERT INTO usage_identity (isv_no, metering_sn, instance_no, begin_time, end_time,
          package_no, record_time, units, record_no, slot_seq, on_demand_units, overage_units,
          cycle_end)
        SELECT isv_no, metering_sn, instance_no, to_timestamp(begin_second),
          to_timestamp(end_second), package_no, to_timestamp(record_second), units, record_no,
          slot_seq, on_demand_units, overage_units, to_timestamp(cycle_end_second)
        FROM incoming
        ORDER BY instance_no, begin_second, end_second, package_no
        ON CONFLICT DO NOTHING
        RETURNING record_no
      ),
      recorded AS (
        INSERT INTO usage_record (record_no, isv_no, metering_sn, instance_no, package_no, slot_no,
          slot_seq, begin_time, end_time, record_time, units, on_demand_units, overage_units,
          draw_quotas, draw_units, cycle_end, accepted_at)
        SELECT record_no, isv_no, metering_sn, instance_no, package_no, slot_no, slot_seq,
          to_timestamp(begin_second), to_timestamp(end_second), to_timestamp(record_second), units,
          on_demand_units, overage_units, draw_quotas::bigint[], draw_units::bigint[],
          to_timestamp(cycle_end_second), $20
        FROM incoming JOIN fresh USING (record_no)
      ),
      draw AS MATERIALIZED (
        SELECT d.quota_no, sum(d.units)::bigint AS units, bool_or(d.exhausted) AS exhausted,
          min(seq) AS first_seq, max(seq) AS asked_seq,
          coalesce(max(seq) FILTER (WHERE d.units > 0), 0) AS drawn_seq,
          min(seq) FILTER (WHERE d.exhausted) AS exhausted_seq
        FROM batch CROSS JOIN unnest($16::bigint[], $17::bigint[], $18::bigint[], $19::boolean[])
          AS d (place, quota_no, units, exhausted)
        JOIN fresh ON fresh.record_no = batch.base + d.place
        CROSS JOIN LATERAL (SELECT ($6::bigint[])[d.place] AS seq) AS place
        GROUP BY d.quota_no
      ),
      locked AS MATERIALIZED (
        SELECT draw.* FROM draw JOIN quota USING (quota_no)
        ORDER BY quota_no
        FOR UPDATE OF quota
      ),
      drawn AS (
        UPDATE quota SET drawn = CASE
            WHEN locked.exhausted AND quota.drawn + locked.units < quota.granted THEN -1
            WHEN locked.exhausted_seq < locked.drawn_seq OR locked.exhausted_seq <= quota.drawn_seq
              OR locked.first_seq <= quota.fixed_seq THEN -1
            ELSE quota.drawn + locked.units
          END,
          drawn_seq = greatest(quota.drawn_seq, locked.drawn_seq),
          asked_seq = greatest(quota.asked_seq, locked.asked_seq)
        FROM locked
        WHERE quota.quota_no = locked.quota_no
        RETURNING quota.quota_no, quota.granted, quota.drawn, locked.units, quota.stop_before_excess
      ),
      levels AS (
        INSERT INTO timer (kind, subject, due_at)
        SELECT 'QUOTA_LEVEL', drawn.quota_no || ':' || percent, $20
        FROM drawn, (VALUES (80), (95), (100)) AS level (percent)
        WHERE drawn.stop_before_excess
          AND drawn.drawn * 100 >= drawn.granted * percent
          AND (drawn.drawn - drawn.units) * 100 < drawn.granted * percent
        RETURNING timer_no
      )
      SELECT
        ARRAY(SELECT place FROM incoming WHERE record_no NOT IN (SELECT record_no FROM fresh))
          AS taken,
        ARRAY(SELECT quota_no FROM drawn ORDER BY quota_no) AS quotas,
        ARRAY(SELECT granted - drawn FROM drawn ORDER BY quota_no) AS left_units,
        (SELECT count(*) FROM levels) AS levels_passed
      """;

  private CommitStatement() {}

  static Statement of(Connection connection, List<Entry> entries, Instant acceptedAt) {
    var statement = connection.createStatement(SQL);
    bindRecords(statement, entries);
    bindDraws(statement, entries);
    return statement.bind("$20", acceptedAt.atOffset(ZoneOffset.UTC));
  }

  static Commit.Committed decode(Readable row, int size) {
    var fresh = new Boolean[size];
    Arrays.fill(fresh, true);
    for (var place : longs(row, "taken")) {
      fresh[(int) (place - 1)] = false;
    }
    var left = new HashMap<Long, Long>();
    var quotas = longs(row, "quotas");
    var leftUnits = longs(row, "left_units");
    for (var i = 0; i < quotas.length; i++) {
      left.put(quotas[i], leftUnits[i]);
    }
    var levels = row.get("levels_passed", Long.class);
    return new Commit.Committed(Arrays.asList(fresh), left, levels != null && levels > 0);
  }

  private static void bindRecords(Statement statement, List<Entry> entries) {
    var size = entries.size();
    var isvs = new Integer[size];
    var sns = new @Nullable String[size];
    var longs = new Long[12][size];
    var drawQuotas = new @Nullable String[size];
    var drawUnits = new @Nullable String[size];
    for (var i = 0; i < size; i++) {
      var entry = entries.get(i);
      var record = entry.record();
      isvs[i] = record.instance().isvNo();
      sns[i] = record.meteringSn();
      longs[0][i] = record.instance().instanceNo();
      longs[1][i] = record.packageNo();
      longs[2][i] = record.slotNo();
      longs[3][i] = entry.sequence();
      longs[4][i] = record.beginTime().getEpochSecond();
      longs[5][i] = record.endTime().getEpochSecond();
      longs[6][i] = record.recordTime().getEpochSecond();
      longs[7][i] = record.units();
      longs[8][i] = entry.onDemandUnits();
      longs[9][i] = entry.overageUnits();
      longs[10][i] = record.cycleEnd().getEpochSecond();
      if (entry.uncoveredUnits() < record.units()) {
        drawQuotas[i] = arrayLiteral(entry, true);
        drawUnits[i] = arrayLiteral(entry, false);
      }
    }
    statement.bind("$1", isvs).bind("$2", sns);
    for (var column = 0; column < 11; column++) {
      statement.bind("$" + (column + 3), longs[column]);
    }
    statement.bind("$14", drawQuotas).bind("$15", drawUnits);
  }

  private static void bindDraws(Statement statement, List<Entry> entries) {
    var places = new ArrayList<Long>();
    var quotas = new ArrayList<Long>();
    var units = new ArrayList<Long>();
    var exhausted = new ArrayList<Boolean>();
    for (var i = 0; i < entries.size(); i++) {
      var entry = entries.get(i);
      for (var q = 0; q < entry.drawnUnits().size(); q++) {
        var saysExhausted = entry.saysExhausted(q);
        if (saysExhausted || entry.drawnUnits().get(q) > 0) {
          places.add(i + 1L);
          quotas.add(entry.record().quotas().get(q).quotaNo());
          units.add(entry.drawnUnits().get(q));
          exhausted.add(saysExhausted);
        }
      }
    }
    statement
        .bind("$16", places.toArray(Long[]::new))
        .bind("$17", quotas.toArray(Long[]::new))
        .bind("$18", units.toArray(Long[]::new))
        .bind("$19", exhausted.toArray(Boolean[]::new));
  }

  /** What the record drew, as PostgreSQL writes an array; a quota that gave nothing is left out. */
  private static String arrayLiteral(Entry entry, boolean quotas) {
    var text = new StringBuilder("{");
    for (var q = 0; q < entry.drawnUnits().size(); q++) {
      var units = entry.drawnUnits().get(q);
      if (units > 0) {
        text.append(text.length() == 1 ? "" : ",")
            .append(quotas ? entry.record().quotas().get(q).quotaNo() : units);
      }
    }
    return text.append('}').toString();
  }

  private static Long[] longs(Readable row, String column) {
    var value = row.get(column, Long[].class);
    return value == null ? new Long[0] : value;
  }
}
