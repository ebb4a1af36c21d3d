package io.tollgate.loadtest.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Makes the ledger as large as after weeks, by SQL: usage records and what makes them known again,
 * of the shape and with the keys that pushes leave, in the table that pushes go on writing to.
 */
final class StoredUsage {

  private static final long ROWS_A_STATEMENT = 500_000;

  /** The fleet's instances; those of {@link Crowd} have names of their own. */
  private static final String FIND = """
      CREATE TABLE IF NOT EXISTS bench_stored AS
        SELECT row_number() OVER (ORDER BY i.instance_no) - 1 AS n, i.instance_no, i.isv_no,
               s.slot_no, q.quota_no, q.package_no
          FROM instance i
          JOIN slot s ON s.customer_no = i.customer_no AND s.item_no = i.item_no
          JOIN quota q ON q.slot_no = s.slot_no
         WHERE i.kind = 'ON_DEMAND' AND i.state = 'ACTIVE' AND i.instance_id NOT LIKE 'i-%'
      """;

  /** Row n is the n / instances-th second of instance n % instances, long before any is pushed. */
  private static final String FILL = """
      WITH batch AS MATERIALIZED (
        SELECT setval('usage_batch_no', nextval('usage_batch_no') + ? / 1000 + 1) AS last
      ), size AS MATERIALIZED (
        SELECT count(*) AS instances FROM bench_stored
      ), incoming AS MATERIALIZED (
        SELECT ((batch.last - ? / 1000 - 1 + (r.n - ?) / 1000) << 16) + (r.n - ?) % 1000
                 AS record_no,
               gen_random_uuid()::text AS sn, b.*,
               ?::timestamptz + r.n / size.instances * interval '1 second' AS begun
          FROM batch CROSS JOIN size CROSS JOIN generate_series(?::bigint, ?::bigint) AS r (n)
          JOIN bench_stored b ON b.n = r.n % size.instances
      ), identified AS (
        INSERT INTO usage_identity (isv_no, metering_sn, instance_no, begin_time, end_time,
          package_no, record_time, units, record_no, slot_seq, on_demand_units, overage_units,
          cycle_end)
        SELECT isv_no, sn, instance_no, begun, begun + interval '1 second', package_no,
          begun + interval '1 second', 1, record_no, record_no, 0, 0,
          date_trunc('hour', begun) + interval '1 hour'
        FROM incoming
      )
      INSERT INTO usage_record (record_no, isv_no, metering_sn, instance_no, package_no, slot_no,
        slot_seq, begin_time, end_time, record_time, units, on_demand_units, overage_units,
        draw_quotas, draw_units, cycle_end, accepted_at)
      SELECT record_no, isv_no, sn, instance_no, package_no, slot_no, record_no, begun,
        begun + interval '1 second', begun + interval '1 second', 1, 0, 0, ARRAY[quota_no],
        ARRAY[1::bigint], date_trunc('hour', begun) + interval '1 hour', ?::timestamptz
      FROM incoming
      """;

  private final StoreAccess stores;
  private final Instant from;
  private final Instant acceptedAt;
  private long rows;

  /**
   * @param from when the first of them began; far enough in the past for all of them
   * @param acceptedAt when all of them were accepted
   */
  StoredUsage(StoreAccess stores, Instant from, Instant acceptedAt) {
    this.stores = stores;
    this.from = from;
    this.acceptedAt = acceptedAt;
  }

  /** Adds what is missing to so many rows, and lets PostgreSQL take care of its tables. */
  void fillTo(long wanted) throws IOException {
    try (var connection = stores.ledger();
        var statement = connection.createStatement();
        var fill = connection.prepareStatement(FILL)) {
      statement.execute(FIND);
      while (rows < wanted) {
        var count = Math.min(ROWS_A_STATEMENT, wanted - rows);
        fill.setLong(1, count);
        fill.setLong(2, count);
        fill.setLong(3, rows);
        fill.setLong(4, rows);
        fill.setString(5, from.toString());
        fill.setLong(6, rows);
        fill.setLong(7, rows + count - 1);
        fill.setString(8, acceptedAt.toString());
        fill.executeUpdate();
        rows += count;
      }
      statement.execute("VACUUM (ANALYZE) usage_identity");
      statement.execute("VACUUM (ANALYZE) usage_record");
      statement.execute("CHECKPOINT");
    } catch (SQLException e) {
      throw new IOException("the ledger did not take what was to be stored: " + e.getMessage(), e);
    }
  }
}
