package io.tollgate.loadtest.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How fast the ledger's PostgreSQL takes rows of the same tables with the same keys, from arrays,
 * two connections at a time, and nothing else done: what no durable record can be faster than.
 */
final class BareInsert {

  private static final String TABLES = """
      DROP TABLE IF EXISTS bench_identity, bench_record;
      CREATE TABLE bench_identity (LIKE usage_identity INCLUDING ALL);
      CREATE TABLE bench_record (LIKE usage_record INCLUDING ALL);
      """;

  private static final String INSERT = """
      WITH incoming AS MATERIALIZED (
        SELECT * FROM unnest(?::bigint[], ?::text[], ?::bigint[], ?::bigint[])
          AS u (record_no, sn, instance_no, second)
      ), identified AS (
        INSERT INTO bench_identity (isv_no, metering_sn, instance_no, begin_time, end_time,
          package_no, record_time, units, record_no, slot_seq, on_demand_units, overage_units,
          cycle_end)
        SELECT 1, sn, instance_no, to_timestamp(second), to_timestamp(second + 1), 0,
          to_timestamp(second + 1), 1, record_no, 1, 1, 0, to_timestamp(second + 3600)
        FROM incoming
      )
      INSERT INTO bench_record (record_no, isv_no, metering_sn, instance_no, package_no, slot_no,
        slot_seq, begin_time, end_time, record_time, units, on_demand_units, overage_units,
        draw_quotas, draw_units, cycle_end, accepted_at)
      SELECT record_no, 1, sn, instance_no, 0, 1, 1, to_timestamp(second), to_timestamp(second + 1),
        to_timestamp(second + 1), 1, 0, 0, ARRAY[instance_no], ARRAY[1::bigint],
        to_timestamp(second + 3600), now()
      FROM incoming
      """;

  private static final int CONNECTIONS = 2;
  private static final int PATIENCE_SECONDS = 30;
  private static final long FIRST_SECOND = 1_800_000_000L;
  private static final double NANOS_PER_SECOND = 1e9;

  /** The columns of one statement. */
  private static final class Rows {
    private final Long[] numbers;
    private final String[] sns;
    private final Long[] instances;
    private final Long[] seconds;

    Rows(int size) {
      numbers = new Long[size];
      sns = new String[size];
      instances = new Long[size];
      seconds = new Long[size];
    }
  }

  private final StoreAccess stores;

  BareInsert(StoreAccess stores) {
    this.stores = stores;
  }

  /** Inserts so many rows, {@code rowsEach} a statement, and returns how many a second. */
  double perSecond(int rows, int rowsEach, int instances) throws IOException, InterruptedException {
    try (var setUp = stores.ledger();
        var statement = setUp.createStatement()) {
      statement.execute(TABLES);
      try {
        return insert(shares(rows, rowsEach, instances));
      } finally {
        statement.execute("DROP TABLE bench_identity, bench_record");
      }
    } catch (SQLException e) {
      throw new IOException("the bare insert failed: " + e.getMessage(), e);
    }
  }

  /** What each connection will insert; made before the time runs. */
  private static List<List<Rows>> shares(int rows, int rowsEach, int instances) {
    var shares = new ArrayList<List<Rows>>();
    for (var connection = 0; connection < CONNECTIONS; connection++) {
      shares.add(new ArrayList<>());
    }
    for (var at = 0; at < rows; at += rowsEach) {
      shares
          .get(at / rowsEach % CONNECTIONS)
          .add(rows(at, Math.min(rowsEach, rows - at), instances));
    }
    return shares;
  }

  private static Rows rows(int from, int size, int instances) {
    var rows = new Rows(size);
    var random = ThreadLocalRandom.current();
    for (var i = 0; i < size; i++) {
      var number = from + i;
      rows.numbers[i] = (long) number;
      rows.sns[i] = new UUID(random.nextLong(), random.nextLong()).toString();
      rows.instances[i] = (long) (number % instances);
      rows.seconds[i] = FIRST_SECOND + number / instances;
    }
    return rows;
  }

  private double insert(List<List<Rows>> shares) throws IOException, InterruptedException {
    var ready = new CyclicBarrier(CONNECTIONS);
    try (var threads = Executors.newFixedThreadPool(CONNECTIONS)) {
      var parts = new ArrayList<Future<Long>>();
      for (var share : shares) {
        parts.add(threads.submit(() -> insertShare(share, ready)));
      }
      var slowestNanos = 0L;
      for (var part : parts) {
        slowestNanos = Math.max(slowestNanos, part.get());
      }
      var rows = shares.stream()
          .flatMap(List::stream)
          .mapToInt(each -> each.numbers.length)
          .sum();
      return rows / (slowestNanos / NANOS_PER_SECOND);
    } catch (ExecutionException e) {
      throw new IOException("the bare insert failed: " + e.getMessage(), e);
    }
  }

  /** Both begin together; returns how many nanoseconds this one took. */
  private long insertShare(List<Rows> share, CyclicBarrier ready)
      throws SQLException, InterruptedException, BrokenBarrierException, TimeoutException {
    try (var connection = stores.ledger();
        var insert = connection.prepareStatement(INSERT)) {
      ready.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      var begun = System.nanoTime();
      for (var rows : share) {
        insert.setArray(1, connection.createArrayOf("bigint", rows.numbers));
        insert.setArray(2, connection.createArrayOf("text", rows.sns));
        insert.setArray(3, connection.createArrayOf("bigint", rows.instances));
        insert.setArray(4, connection.createArrayOf("bigint", rows.seconds));
        insert.executeUpdate();
      }
      return System.nanoTime() - begun;
    }
  }
}
