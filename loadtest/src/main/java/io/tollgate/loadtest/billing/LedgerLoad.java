package io.tollgate.loadtest.billing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Properties;

/**
 * Puts customers, instances and usage records into the ledger's tables by SQL, as if they had been
 * ordered and pushed: a million pushes are not what is measured here. ISVs, products and their
 * items have come over HTTP before, and everything after goes that way again.
 *
 * <p>What makes a push recognisable as a repeat ({@code usage_identity}) is left out: nobody pushes
 * again, and nothing that is measured reads it.
 */
@SuppressWarnings("InlineFormatString") // Pages of SQL, which would hide what is done with them.
final class LedgerLoad implements AutoCloseable {

  /** Rich enough for the month, so that nobody falls into arrears; the books stay balanced. */
  private static final String CUSTOMERS = """
      INSERT INTO customer (customer_id, name, level, type, currency, created_at)
        SELECT 'c-' || n, 'Customer ' || n, 'V3', 'PREPAID', 'CNY', now()
          FROM generate_series(0, %1$d - 1) n;
      INSERT INTO journal_entry (entry_no, kind, occurred_at, reference)
        SELECT (SELECT coalesce(max(entry_no), 0) FROM journal_entry) + 1 + n, 'TOP_UP', now(),
               'top-up-' || n
          FROM generate_series(0, %1$d - 1) n;
      INSERT INTO posting (entry_no, line, account, amount, currency)
        SELECT e.entry_no, p.line, CASE p.line WHEN 1 THEN 'platform:cash'
                 ELSE 'customer:c-' || substring(e.reference FROM 8) END,
               CASE p.line WHEN 1 THEN -1000000 ELSE 1000000 END, 'CNY'
          FROM journal_entry e, generate_series(1, 2) p (line)
         WHERE e.reference LIKE 'top-up-%%';
      INSERT INTO account (account, currency, balance)
        SELECT account, currency, sum(amount) FROM posting GROUP BY account, currency
        ON CONFLICT (account, currency) DO UPDATE SET balance = excluded.balance;
      """;

  /** Customer {@code n % customers} uses item {@code n % isvs}; odd customers hold a package. */
  private static final String INSTANCES = """
      CREATE TEMP TABLE place AS
        SELECT n, c.customer_no, b.item_no, s.sku_no, p.product_no, p.isv_no,
               CASE WHEN n < %1$d THEN 'ON_DEMAND' ELSE 'PACKAGE' END AS kind
          FROM (
            SELECT n, n %% %2$d AS buyer FROM generate_series(0, %1$d - 1) n
            UNION ALL
            SELECT %1$d + n, n FROM generate_series(1, %2$d - 1, 2) n) w
          JOIN customer c ON c.customer_id = 'c-' || w.buyer
          JOIN billing_item b ON b.product_id = 'pid-' || w.buyer %% %3$d
          JOIN sku s ON s.sku_no = b.sku_no
          JOIN product p ON p.product_no = s.product_no;
      INSERT INTO marketplace_order (order_id, order_type, customer_no, product_no, sku_no,
          quantity, periods, state, amount, currency, effective_at, created_at)
        SELECT 'o-' || n, 'NEW', customer_no, product_no, sku_no, 1, 1, 'ACTIVE', 0, 'CNY',
               :from, :from
          FROM place ORDER BY n;
      INSERT INTO order_line (order_line_id, order_no, sku_no, product_ids)
        SELECT order_id || '-000001', order_no, sku_no, '{}' FROM marketplace_order
         WHERE order_id LIKE 'o-%%';
      INSERT INTO instance (instance_id, kind, isv_no, customer_no, product_no, sku_no, item_no,
          order_no, order_line_id, business_id, state, activated_at, created_at)
        SELECT 'i-' || w.n, w.kind, w.isv_no, w.customer_no, w.product_no, w.sku_no, w.item_no,
               o.order_no, o.order_id || '-000001', 'b-' || w.n, 'ACTIVE', :from, :from
          FROM place w JOIN marketplace_order o ON o.order_id = 'o-' || w.n
         ORDER BY w.n;
      INSERT INTO slot (customer_no, item_no)
        SELECT DISTINCT customer_no, item_no FROM instance WHERE instance_id LIKE 'i-%%';
      INSERT INTO quota (package_no, slot_no, valid_from, valid_to, granted, stop_before_excess,
          purchased_at)
        SELECT i.instance_no, s.slot_no, :from, :from + interval '1 year', 1000000000000, false,
               :from
          FROM instance i JOIN slot s USING (customer_no, item_no)
         WHERE i.kind = 'PACKAGE' AND i.instance_id LIKE 'i-%%';
      CREATE TEMP TABLE used AS
        SELECT w.n, i.instance_no, i.isv_no, s.slot_no, q.quota_no
          FROM place w
          JOIN instance i ON i.instance_id = 'i-' || w.n
          JOIN slot s ON s.customer_no = i.customer_no AND s.item_no = i.item_no
          LEFT JOIN quota q ON q.slot_no = s.slot_no
         WHERE w.kind = 'ON_DEMAND';
      CREATE INDEX ON used (n);
      ANALYZE;
      """;

  /** Whoever holds a package draws everything from it; the others use on demand. */
  private static final String RECORDS = """
      WITH batch AS (SELECT nextval('usage_batch_no') AS first)
      INSERT INTO usage_record (record_no, isv_no, metering_sn, instance_no, package_no, slot_no,
          slot_seq, begin_time, end_time, record_time, units, on_demand_units, overage_units,
          draw_quotas, draw_units, cycle_end, accepted_at)
        SELECT ((batch.first + r.n / 1000) << 16) + r.n %% 1000, u.isv_no,
               'sn-%1$d-' || r.n, u.instance_no, 0, u.slot_no, r.n,
               :from + r.place * r.every, :from + (r.place + 1) * r.every,
               :from + (r.place + 1) * r.every, r.units,
               CASE WHEN u.quota_no IS NULL THEN r.units ELSE 0 END, 0,
               CASE WHEN u.quota_no IS NOT NULL THEN ARRAY[u.quota_no] END,
               CASE WHEN u.quota_no IS NOT NULL THEN ARRAY[r.units] END,
               :from + interval '1 hour', :from + interval '1 hour'
          FROM batch, (
            SELECT n, n %% %2$d AS user_no, n / %2$d AS place,
                   interval '1 hour' * %2$d / %3$d AS every, (1 + n %% 97) * 1250::bigint AS units
              FROM generate_series(0, %3$d - 1) n) r
          JOIN used u ON u.n = r.user_no;
      SELECT setval('usage_batch_no', currval('usage_batch_no') + %3$d / 1000 + 1);
      UPDATE quota SET drawn = drawn + d.units
        FROM (
          SELECT draw_quotas[1] AS quota_no, sum(units) AS units FROM usage_record
           WHERE cycle_end = :from + interval '1 hour' AND draw_quotas IS NOT NULL
           GROUP BY 1) d
       WHERE quota.quota_no = d.quota_no;
      ANALYZE usage_record;
      """;

  private final Connection connection;
  private final LedgerSize size;

  private LedgerLoad(Connection connection, LedgerSize size) {
    this.connection = connection;
    this.size = size;
  }

  /** Connects to the embedded PostgreSQL of the gateway on {@code home}. */
  static LedgerLoad of(Path home, LedgerSize size) throws IOException {
    var port = Files.readString(home.resolve("postgres.port")).strip();
    var login = new Properties();
    login.put("user", "tollgate");
    login.put("password", Files.readString(home.resolve("postgres.password")).strip());
    try {
      return new LedgerLoad(
          DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/tollgate", login),
          size);
    } catch (SQLException e) {
      throw new IOException("the ledger on port " + port + " cannot be reached", e);
    }
  }

  /** Customers and instances that have been there since {@code from}. */
  void addInstances(Instant from) throws IOException {
    run(CUSTOMERS.formatted(size.customers()));
    run(at(INSTANCES.formatted(size.instances(), size.customers(), LedgerSize.ISVS), from));
  }

  /** The records of one hour, all accepted at its end. */
  void addRecords(int hour, Instant from) throws IOException {
    run(at(RECORDS.formatted(hour, size.instances(), size.recordsOf(hour)), from));
  }

  private static String at(String sql, Instant from) {
    var literal = "timestamptz '" + OffsetDateTime.ofInstant(from, ZoneOffset.UTC) + "'";
    return sql.replace(":from", literal);
  }

  private void run(String sql) throws IOException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IOException("the ledger did not take what was loaded: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }
}
