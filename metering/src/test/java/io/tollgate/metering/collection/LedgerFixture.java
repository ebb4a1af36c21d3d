package io.tollgate.metering.collection;

import io.tollgate.rules.usage.Cycle;
import io.tollgate.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes parties, instances and usage records straight into the tables, as others would. */
public final class LedgerFixture implements AutoCloseable {

  public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  private final Connection connection;

  public LedgerFixture(TestDatabase database) {
    try {
      this.connection = database.connect();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Empties everything that tests write. */
  public void clear() {
    run("""
        TRUNCATE isv, product, sku, billing_item, customer, account, journal_entry, posting,
          marketplace_order, order_line, instance, state_change, slot, quota, timer, usage_record,
          usage_identity, collection, closing, aggregate, month_usage, correction
          RESTART IDENTITY CASCADE""");
    run("""
        TRUNCATE transaction_detail, statement, statement_line, repayment RESTART IDENTITY CASCADE""");
    run("UPDATE transaction_progress SET sequence = 0");
    run("ALTER SEQUENCE usage_batch_no RESTART");
  }

  /** An ISV with one product. */
  public int isv(String isvId) {
    var isvNo = (int) insert("""
        INSERT INTO isv (isv_id, name, created_at) VALUES (?, 'An ISV', now())
        RETURNING isv_no""", isvId);
    insert("""
        INSERT INTO product (product_code, isv_no, name, production_url, interface_version,
            category, created_at)
        VALUES (?, ?, 'A product', 'https://isv.example', 'V2', 'GENERAL', now())
        RETURNING product_no""", "p-" + isvId, isvNo);
    return isvNo;
  }

  /** A pay-per-use item of the ISV's product, with a sku of its own. */
  public int item(int isvNo, String productId, Cycle cycle, String price) {
    var definition = """
        {"skuCode":"sku-%1$s","chargingMode":"ON_DEMAND","items":[{"productId":"%1$s",
         "name":"An item","unit":"call","cycle":"%2$s","price":%3$s}]}""".formatted(productId, cycle, price);
    var skuNo = insert("""
        INSERT INTO sku (sku_code, product_no, charging_mode, definition, created_at)
        SELECT ?, product_no, 'ON_DEMAND', ?::jsonb, now() FROM product WHERE isv_no = ?
        RETURNING sku_no""", "sku-" + productId, definition, isvNo);
    return (int) insert("""
        INSERT INTO billing_item (product_id, sku_no, cycle, price) VALUES (?, ?, ?, ?::jsonb)
        RETURNING item_no""", productId, skuNo, cycle.name(), price);
  }

  public static String perUnit(String unitPrice) {
    return """
        {"model":"PER_UNIT","currency":"CNY","unitPrice":"%s"}""".formatted(unitPrice);
  }

  public int customer(String customerId) {
    return (int) insert("""
        INSERT INTO customer (customer_id, name, level, type, currency, created_at)
        VALUES (?, 'A customer', 'V0', 'PREPAID', 'CNY', now()) RETURNING customer_no""", customerId);
  }

  /** An active instance with an order of its own. */
  public long instance(int itemNo, int customerNo, String kind, String instanceId) {
    var orderNo = insert("""
        INSERT INTO marketplace_order (order_id, order_type, customer_no, product_no, sku_no,
            quantity, periods, state, amount, currency, created_at)
        SELECT ?, 'NEW', ?, s.product_no, s.sku_no, 1, 1, 'ACTIVE', 0, 'CNY', now()
          FROM billing_item b JOIN sku s USING (sku_no) WHERE b.item_no = ?
        RETURNING order_no""", "o-" + instanceId, customerNo, itemNo);
    insert("""
        INSERT INTO order_line (order_line_id, order_no, sku_no, product_ids)
        SELECT ?, ?, sku_no, '{}' FROM billing_item WHERE item_no = ? RETURNING order_no""", "ol-" + instanceId, orderNo, itemNo);
    return insert("""
        INSERT INTO instance (instance_id, kind, isv_no, customer_no, product_no, sku_no, item_no,
            order_no, order_line_id, business_id, state, activated_at, created_at)
        SELECT ?, ?, p.isv_no, ?, p.product_no, s.sku_no, b.item_no, ?, ?, 'b', 'ACTIVE',
            '2025-01-01', now()
          FROM billing_item b JOIN sku s USING (sku_no) JOIN product p USING (product_no)
         WHERE b.item_no = ?
        RETURNING instance_no""", instanceId, kind, customerNo, orderNo, "ol-" + instanceId, itemNo);
  }

  /** A quota without end of the package instance, for the customer and item of it. */
  public long quota(long packageNo, String granted) {
    var slotNo = insert("""
        INSERT INTO slot (customer_no, item_no)
        SELECT customer_no, item_no FROM instance WHERE instance_no = ?
        ON CONFLICT (customer_no, item_no) DO UPDATE SET version = slot.version + 1
        RETURNING slot_no""", packageNo);
    return insert("""
        INSERT INTO quota (package_no, slot_no, valid_from, valid_to, granted,
            stop_before_excess, purchased_at)
        VALUES (?, ?, '2025-01-01', '2030-01-01', (?::numeric * 10000)::bigint, false, '2025-01-01')
        RETURNING quota_no""", packageNo, slotNo, granted);
  }

  /** The number of a batch, as a committing node takes it. */
  public long nextBatch() {
    return insert("SELECT nextval('usage_batch_no')");
  }

  /** Writes a record with its identity and its draws, as a commit does. */
  public void record(UsageRow row) {
    update(
        """
        INSERT INTO usage_identity (isv_no, metering_sn, instance_no, begin_time, end_time,
            package_no, record_time, cycle_end, units, on_demand_units, overage_units, record_no,
            slot_seq)
        SELECT isv_no, ?, instance_no, ?, ?, 0, ?, ?, ?, ?, ?, ?, 0
          FROM instance WHERE instance_no = ?""",
        "sn-" + row.recordNo,
        row.endTime.minusSeconds(60).minusNanos(row.recordNo * 1_000),
        row.endTime,
        row.endTime,
        row.cycle.endingAt(row.endTime, ZONE).end(),
        row.units(),
        row.onDemandUnits,
        row.overageUnits,
        row.recordNo,
        row.instanceNo);
    for (var i = 0; i < row.drawQuotas.size(); i++) {
      update(
          "UPDATE quota SET drawn = drawn + ? WHERE quota_no = ?",
          row.drawUnits.get(i),
          row.drawQuotas.get(i));
    }
    update(
        """
        INSERT INTO usage_record (record_no, isv_no, metering_sn, instance_no, package_no, slot_no,
            slot_seq, begin_time, end_time, record_time, units, on_demand_units, overage_units,
            draw_quotas, draw_units, cycle_end, accepted_at)
        SELECT ?, i.isv_no, ?, i.instance_no, 0, coalesce(s.slot_no, 0), 0, ?, ?, ?, ?, ?, ?, ?, ?,
            ?, ?
          FROM instance i
          LEFT JOIN slot s ON s.customer_no = i.customer_no AND s.item_no = i.item_no
         WHERE i.instance_no = ?""",
        row.recordNo,
        "sn-" + row.recordNo,
        row.endTime.minusSeconds(60).minusNanos(row.recordNo * 1_000),
        row.endTime,
        row.endTime,
        row.units(),
        row.onDemandUnits,
        row.overageUnits,
        row.drawQuotas.isEmpty() ? null : row.drawQuotas.toArray(Long[]::new),
        row.drawQuotas.isEmpty() ? null : row.drawUnits.toArray(Long[]::new),
        row.cycle.endingAt(row.endTime, ZONE).end(),
        row.acceptedAt,
        row.instanceNo);
  }

  /** A usage record as the commit writes it. */
  public record UsageRow(
      long recordNo,
      long instanceNo,
      Cycle cycle,
      Instant endTime,
      Instant acceptedAt,
      long onDemandUnits,
      long overageUnits,
      List<Long> drawQuotas,
      List<Long> drawUnits) {

    public long units() {
      return onDemandUnits
          + overageUnits
          + drawUnits.stream().mapToLong(Long::longValue).sum();
    }
  }

  /** The rows of a query, each as its columns' texts. */
  public List<List<String>> rows(String sql) {
    try (var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      var rows = new ArrayList<List<String>>();
      while (result.next()) {
        var row = new ArrayList<String>();
        for (var i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(result.getString(i)));
        }
        rows.add(row);
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The single value of a query. */
  public String value(String sql) {
    return rows(sql).getFirst().getFirst();
  }

  public void run(String sql) {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private long insert(String sql, @Nullable Object... values) {
    try (var statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      try (var result = statement.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private void update(String sql, @Nullable Object... values) {
    try (var statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private void bind(java.sql.PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (var i = 0; i < values.length; i++) {
      switch (values[i]) {
        case null -> statement.setNull(i + 1, java.sql.Types.ARRAY);
        case Instant instant -> statement.setTimestamp(i + 1, Timestamp.from(instant));
        case Long[] array -> statement.setArray(i + 1, connection.createArrayOf("bigint", array));
        case Object value -> statement.setObject(i + 1, value);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
