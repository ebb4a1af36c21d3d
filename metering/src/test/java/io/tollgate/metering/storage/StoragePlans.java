package io.tollgate.metering.storage;

import io.tollgate.metering.collection.LedgerFixture;
import io.tollgate.testing.Stores;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Prints how PostgreSQL answers what is asked most of stored usage: {@code EXPLAIN ANALYZE} over a
 * ledger of as many records as the argument says (default a million) in three months. The output is
 * what docs/internals/storage.md shows.
 */
public final class StoragePlans {

  private static final int RECORDS_A_BATCH = 200;

  private StoragePlans() {}

  public static void main(String[] arguments) throws Exception {
    var records = arguments.length == 0 ? 1_000_000 : Integer.parseInt(arguments[0]);
    try (var ledger = new LedgerFixture(Stores.fresh().database())) {
      fill(ledger, records);
      for (var question : questions(records).entrySet()) {
        System.out.printf("%n## %s%n%n%s%n%n", question.getKey(), question.getValue());
        ledger
            .rows("EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF) " + question.getValue())
            .forEach(line -> System.out.println("    " + line.getFirst()));
      }
      System.out.printf("%n## Sizes%n%n");
      ledger.rows("""
              SELECT relname, pg_size_pretty(pg_relation_size(oid)) FROM pg_class
               WHERE relname ~ '^usage_(record_2026|identity)' ORDER BY relname""").forEach(row -> System.out.println("    " + String.join("  ", row)));
    }
    System.exit(0);
  }

  private static void fill(LedgerFixture ledger, int records) {
    for (var month = 1; month <= 3; month++) {
      ledger.run(
          "CREATE TABLE usage_record_2026_0%1$d PARTITION OF usage_record FOR VALUES FROM ('2026-0%1$d-01Z') TO ('2026-0%2$d-01Z')"
              .formatted(month, month + 1));
    }
    var rows = """
        SELECT ((n / %2$d + 1) << 16) + n %% %2$d + 1 AS record_no, n %% 50 + 1 AS isv_no,
               'sn-' || n AS metering_sn, n %% 5000 + 1 AS instance_no,
               timestamptz '2026-01-01Z' + n * interval '85 days' / %1$d AS at, 10000 + n AS units
          FROM generate_series(0, %1$d - 1) AS n""".formatted(records, RECORDS_A_BATCH);
    ledger.run("INSERT INTO usage_record (record_no, isv_no, metering_sn, instance_no, package_no,"
        + " slot_no, slot_seq, begin_time, end_time, record_time, units, on_demand_units,"
        + " overage_units, cycle_end, accepted_at) SELECT record_no, isv_no, metering_sn, instance_no,"
        + " 0, 0, 0, at, at, at, units, units, 0, date_trunc('hour', at) + interval '1 hour', at"
        + " FROM (" + rows + ") r");
    ledger.run("INSERT INTO usage_identity (isv_no, metering_sn, instance_no, begin_time, end_time,"
        + " package_no, record_time, cycle_end, units, on_demand_units, overage_units, record_no,"
        + " slot_seq) SELECT isv_no, metering_sn, instance_no, at, at, 0, at, at, units, units, 0,"
        + " record_no, 0 FROM (" + rows + ") r");
    ledger.run("SELECT setval('usage_batch_no', " + (records / RECORDS_A_BATCH + 1) + ")");
    ledger.run("VACUUM ANALYZE usage_record");
    ledger.run("VACUUM ANALYZE usage_identity");
  }

  private static Map<String, String> questions(int records) {
    var middle = (long) (records / RECORDS_A_BATCH / 2) << 16;
    var questions = new LinkedHashMap<String, String>();
    questions.put(
        "Is this sn known?",
        "SELECT record_no FROM usage_identity WHERE isv_no = 8 AND metering_sn = 'sn-5007'");
    questions.put(
        "Is this window taken?",
        "SELECT record_no FROM usage_identity WHERE instance_no = 8 AND begin_time = '2026-01-02Z'"
            + " AND end_time = '2026-01-02Z' AND package_no = 0");
    questions.put(
        "A page of an ISV's records, in the order of acceptance",
        "SELECT record_no, metering_sn, units FROM usage_record WHERE isv_no = 8 AND record_no > "
            + middle + " ORDER BY record_no LIMIT 101");
    questions.put(
        "What a collection takes: a stretch of record numbers",
        "SELECT instance_no, sum(units) FROM usage_record WHERE record_no > " + middle
            + " AND record_no <= " + (middle + (50L << 16)) + " GROUP BY instance_no");
    questions.put(
        "One record by its number, for an explanation",
        "SELECT units FROM usage_record WHERE isv_no = 1 AND record_no = " + (middle + 1));
    questions.put(
        "A month's sum, for a statement: old months are not touched",
        "SELECT count(*), sum(units) FROM usage_record WHERE accepted_at >= '2026-03-20Z'");
    return questions;
  }
}
