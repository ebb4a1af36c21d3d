package io.tollgate.gateway.billing;

import io.tollgate.metering.account.Journal;
import io.tollgate.rules.journal.JournalEntry;
import io.tollgate.rules.money.Money;
import io.tollgate.testing.Stores;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The random end of a month of two ISVs, one of them co-selling: usage with and without packages,
 * prices by the unit and by tiers, sales, refunds, and a trial. Usage and orders are put into the
 * ledger as commits and orders leave them; everything else is the gateway's own work.
 */
final class RandomMonth {

  /** 31 January 2026, noon in Shanghai. */
  static final Instant START = Instant.parse("2026-01-31T04:00:00Z");

  static final List<String> CUSTOMERS = List.of("month-c-0", "month-c-1", "month-c-2");

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int INSTANCES_AN_ITEM = 4;
  private static final long GRANTED_UNITS = 300_000;

  private final Stores stores;
  private final Journal journal;
  private final Random random;
  private final List<Metered> metered = new ArrayList<>();
  private int records;

  /** An instance with what is left of the package that it draws on; quota 0 is none. */
  private static final class Metered {
    final String instanceId;
    final long quotaNo;
    long leftUnits;

    Metered(String instanceId, long quotaNo, long leftUnits) {
      this.instanceId = instanceId;
      this.quotaNo = quotaNo;
      this.leftUnits = leftUnits;
    }
  }

  RandomMonth(Stores stores, Journal journal, long seed) {
    this.stores = stores;
    this.journal = journal;
    this.random = new Random(seed);
  }

  /** Instances of the billing item, for every customer in turn; every second draws on a package. */
  void addInstances(String productId) throws SQLException {
    for (var i = 0; i < INSTANCES_AN_ITEM; i++) {
      var customerId = CUSTOMERS.get(i % CUSTOMERS.size());
      var instanceId = "i-" + productId + "-" + i;
      addOrder("o-" + instanceId, "NEW", customerId, productId, "0", START);
      addInstance(instanceId, "ON_DEMAND", "o-" + instanceId, productId);
      var quotaNo = i % 2 == 0 ? 0 : addPackage(instanceId, productId);
      metered.add(new Metered(instanceId, quotaNo, quotaNo == 0 ? 0 : GRANTED_UNITS));
    }
  }

  private long addPackage(String instanceId, String productId) throws SQLException {
    addInstance("pkg-" + instanceId, "PACKAGE", "o-" + instanceId, productId);
    execute("""
        INSERT INTO slot (customer_no, item_no) SELECT customer_no, item_no FROM instance
         WHERE instance_id = 'pkg-%s' ON CONFLICT DO NOTHING""".formatted(instanceId));
    return number("""
        INSERT INTO quota (package_no, slot_no, valid_from, valid_to, granted, stop_before_excess,
          purchased_at)
        SELECT instance_no, slot_no, '2026-01-01', '2027-01-01', %d, false, '2026-01-01'
          FROM instance JOIN slot USING (customer_no, item_no) WHERE instance_id = 'pkg-%s'
        RETURNING quota_no""".formatted(GRANTED_UNITS, instanceId));
  }

  private void addInstance(String instanceId, String kind, String orderId, String productId)
      throws SQLException {
    execute("""
        INSERT INTO instance (instance_id, kind, isv_no, customer_no, product_no, sku_no, item_no,
          order_no, order_line_id, business_id, state, activated_at, created_at)
        SELECT '%s', '%s', p.isv_no, o.customer_no, o.product_no, o.sku_no, b.item_no, o.order_no,
          o.order_id || '-000001', 'b', 'ACTIVE', '2026-01-01', '2026-01-01'
        FROM marketplace_order o JOIN product p USING (product_no), billing_item b
        WHERE o.order_id = '%s' AND b.product_id = '%s'""".formatted(instanceId, kind, orderId, productId));
  }

  private void addOrder(
      String orderId, String type, String customerId, String productId, String amount, Instant at)
      throws SQLException {
    execute("""
        INSERT INTO marketplace_order (order_id, order_type, customer_no, product_no, sku_no,
          quantity, periods, state, amount, currency, effective_at, created_at)
        SELECT '%1$s', '%2$s', c.customer_no, s.product_no, s.sku_no, 1, 1, 'ACTIVE', %3$s, 'CNY',
          '%4$s', '%4$s'
        FROM customer c, billing_item b JOIN sku s USING (sku_no)
        WHERE c.customer_id = '%5$s' AND b.product_id = '%6$s'""".formatted(orderId, type, amount, at, customerId, productId));
    execute("""
        INSERT INTO order_line (order_line_id, order_no, sku_no, product_ids)
        SELECT order_id || '-000001', order_no, sku_no, ARRAY['%s'] FROM marketplace_order
        WHERE order_id = '%s'""".formatted(productId, orderId));
  }

  /** Sales of the product, some of them given back, and a trial that costs nothing. */
  void addSales(String productId, int count) throws SQLException {
    addOrder("trial-" + productId, "TRIAL", CUSTOMERS.getFirst(), productId, "0", START);
    for (var i = 0; i < count; i++) {
      var orderId = "sale-" + productId + "-" + i;
      var customerId = CUSTOMERS.get(random.nextInt(CUSTOMERS.size()));
      var amount = BigDecimal.valueOf(random.nextInt(1, 100_000), 2);
      addOrder(orderId, "NEW", customerId, productId, amount.toPlainString(), START);
      var price = new Money(amount, java.util.Currency.getInstance("CNY"));
      post(JournalEntry.purchase(customerId, price, orderId, START));
      if (random.nextInt(3) == 0) {
        execute("UPDATE marketplace_order SET state = 'REFUNDED' WHERE order_id = '%s'"
            .formatted(orderId));
        post(JournalEntry.refund(customerId, price, orderId, START));
      }
    }
  }

  private void post(JournalEntry entry) {
    journal.postAll(List.of(entry)).block(PATIENCE);
  }

  /** Records of the hour that begins at {@code from}, accepted at {@code acceptedAt}. */
  void use(Instant from, Instant acceptedAt) throws SQLException {
    for (var instance : metered) {
      for (var count = random.nextInt(4); count > 0; count--) {
        add(instance, from.plusSeconds(random.nextInt(1, 3_600)), from, acceptedAt);
      }
    }
  }

  private void add(Metered instance, Instant end, Instant from, Instant acceptedAt)
      throws SQLException {
    var units = random.nextLong(1, 100_000);
    var drawn = Math.min(units, instance.leftUnits);
    instance.leftUnits -= drawn;
    var recordNo = number("SELECT nextval('usage_batch_no') << 16");
    var sn = "sn-month-" + records++;
    var cycleEnd = Timestamp.from(from.plus(Duration.ofHours(1)));
    execute("""
        INSERT INTO usage_record (record_no, isv_no, metering_sn, instance_no, package_no, slot_no,
          slot_seq, begin_time, end_time, record_time, units, on_demand_units, overage_units,
          draw_quotas, draw_units, cycle_end, accepted_at)
        SELECT %1$d, isv_no, '%2$s', instance_no, 0, 0, 0, '%3$s', '%4$s', '%4$s', %5$d, %6$d, 0,
          %7$s, '%8$s', '%9$s'
        FROM instance WHERE instance_id = '%10$s'""".formatted(
            recordNo,
            sn,
            from,
            end,
            units,
            units - drawn,
            drawn == 0 ? "NULL, NULL" : "ARRAY[%d], ARRAY[%d]".formatted(instance.quotaNo, drawn),
            cycleEnd.toInstant(),
            acceptedAt,
            instance.instanceId));
    execute("""
        INSERT INTO usage_identity (isv_no, metering_sn, instance_no, begin_time, end_time,
          package_no, record_time, cycle_end, units, on_demand_units, overage_units, record_no,
          slot_seq)
        SELECT isv_no, metering_sn, instance_no, begin_time, end_time, package_no, record_time,
          cycle_end, units, on_demand_units, overage_units, record_no, record_no
        FROM usage_record WHERE record_no = %d ON CONFLICT DO NOTHING""".formatted(recordNo));
    execute("UPDATE quota SET drawn = drawn + %d WHERE quota_no = %d"
        .formatted(drawn, instance.quotaNo));
  }

  /** Numbers of records that were used, some of each ISV. */
  List<String> someRecords(int count) {
    return random
        .ints(0, records)
        .distinct()
        .limit(count)
        .mapToObj(n -> "sn-month-" + n)
        .toList();
  }

  private void execute(String sql) throws SQLException {
    try (var connection = stores.database().connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  long number(String sql) throws SQLException {
    try (var connection = stores.database().connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
