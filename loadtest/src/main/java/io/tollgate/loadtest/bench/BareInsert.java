package io.tollgate.loadtest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

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
        cycle_end, accepted_at)
      SELECT record_no, 1, sn, instance_no, 0, 1, 1, to_timestamp(second), to_timestamp(second + 1),
        to_timestamp(second + 1), 1, 1, 0, to_timestamp(second + 3600), now()
      FROM incoming
      """;

  private static final int CONNECTIONS = 2;
  private static final long FIRST_SECOND = 1_800_000_000L;
  private static final double NANOS_PER_SECOND = 1e9;

  private final String url;
  private final Properties login = new Properties();

  /** Finds the embedded PostgreSQL of the gateway on {@code home}. */
  BareInsert(Path home) throws IOException {
    url = "jdbc:postgresql://127.0.0.1:%s/tollgate"
        .formatted(Files.readString(home.resolve("postgres.port")).strip());
    login.put("user", "tollgate");
    login.put("password", Files.readString(home.resolve("postgres.password")).strip());
  }

  /** Inserts so many rows, {@code rowsEach} a statement, and returns how many a second. */
  double perSecond(int rows, int rowsEach, int instances) throws IOException, InterruptedException {
    try (var setUp = DriverManager.getConnection(url, login);
        var statement = setUp.createStatement()) {
      statement.execute(TABLES);
      try {
        var start = System.nanoTime();
        insert(rows, rowsEach, instances);
        return rows / ((System.nanoTime() - start) / NANOS_PER_SECOND);
      } finally {
        statement.execute("DROP TABLE bench_identity, bench_record");
      }
    } catch (SQLException e) {
      throw new IOException("the bare insert failed: " + e.getMessage(), e);
    }
  }

  private void insert(int rows, int rowsEach, int instances)
      throws IOException, InterruptedException {
    var share = rows / CONNECTIONS;
    try (var threads = Executors.newFixedThreadPool(CONNECTIONS)) {
      var parts = new ArrayList<Future<?>>();
      for (var part = 0; part < CONNECTIONS; part++) {
        var first = part * share;
        parts.add(threads.submit(() -> {
          try (var connection = DriverManager.getConnection(url, login)) {
            for (var at = first; at < first + share; at += rowsEach) {
              insertBatch(connection, at, Math.min(rowsEach, first + share - at), instances);
            }
          }
          return null;
        }));
      }
      for (var part : parts) {
        part.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("the bare insert failed: " + e.getMessage(), e);
    }
  }

  private static void insertBatch(Connection connection, int from, int size, int instances)
      throws SQLException {
    var numbers = new Long[size];
    var sns = new String[size];
    var instanceNumbers = new Long[size];
    var seconds = new Long[size];
    for (var i = 0; i < size; i++) {
      var number = from + i;
      numbers[i] = (long) number;
      sns[i] = UUID.randomUUID().toString();
      instanceNumbers[i] = (long) (number % instances);
      seconds[i] = FIRST_SECOND + number / instances;
    }
    try (var insert = connection.prepareStatement(INSERT)) {
      insert.setArray(1, connection.createArrayOf("bigint", numbers));
      insert.setArray(2, connection.createArrayOf("text", sns));
      insert.setArray(3, connection.createArrayOf("bigint", instanceNumbers));
      insert.setArray(4, connection.createArrayOf("bigint", seconds));
      insert.executeUpdate();
    }
  }
}
