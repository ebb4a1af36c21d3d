package io.tollgate.metering.benchmark;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.metering.collection.CollectionContext;
import io.tollgate.metering.collection.CollectionDue;
import io.tollgate.metering.collection.CollectionTestRun;
import io.tollgate.metering.collection.LedgerFixture;
import io.tollgate.metering.feed.AggregateFeed;
import io.tollgate.metering.feed.AggregateFilter;
import io.tollgate.metering.settlement.Settlement;
import io.tollgate.rules.usage.Cycle;
import io.tollgate.testing.Stores;
import io.tollgate.testing.WithStores;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long the billing side takes for much at once. Not part of any build; the name keeps it out:
 *
 * <pre>./mvnw verify -pl metering -am -Dtest=NONE -Dit.test=BillingSideBenchmark \
 *   -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false</pre>
 */
@WithStores
class BillingSideBenchmark {

  private static final Logger log = LoggerFactory.getLogger(BillingSideBenchmark.class);

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Instant HOUR = Instant.parse("2026-01-05T12:00:00Z");

  private static final String INSTANCES = """
      INSERT INTO isv (isv_id, name, created_at)
        SELECT 'isv-' || n, 'I', now() FROM generate_series(1, 10) n;
      INSERT INTO product (product_code, isv_no, name, production_url, interface_version, category,
          created_at)
        SELECT 'p-' || n, n, 'P', 'https://isv.example', 'V2', 'GENERAL', now()
          FROM generate_series(1, 10) n;
      INSERT INTO sku (sku_code, product_no, charging_mode, definition, created_at)
        SELECT 'sku-' || n, n, 'ON_DEMAND', ('{"skuCode":"sku-' || n
            || '","chargingMode":"ON_DEMAND","items":[{"productId":"pid-' || n
            || '","name":"I","unit":"call","cycle":"HOURLY","price":{"model":"PER_UNIT",'
            || '"currency":"CNY","unitPrice":"0.045"}}]}')::jsonb, now()
          FROM generate_series(1, 10) n;
      INSERT INTO billing_item (product_id, sku_no, cycle, price)
        SELECT 'pid-' || n, n, 'HOURLY', '{}' FROM generate_series(1, 10) n;
      INSERT INTO customer (customer_id, name, level, type, currency, created_at)
        SELECT 'c-' || n, 'C', 'V0', 'PREPAID', 'CNY', now() FROM generate_series(1, 20000) n;
      INSERT INTO marketplace_order (order_id, order_type, customer_no, product_no, sku_no,
          quantity, periods, state, amount, currency, created_at)
        SELECT 'o-' || n, 'NEW', 1 + n % 20000, 1 + n % 10, 1 + n % 10, 1, 1, 'ACTIVE', 0, 'CNY',
            now() FROM generate_series(1, 100000) n;
      INSERT INTO order_line (order_line_id, order_no, sku_no, product_ids)
        SELECT 'ol-' || n, n, 1 + n % 10, '{}' FROM generate_series(1, 100000) n;
      INSERT INTO instance (instance_id, kind, isv_no, customer_no, product_no, sku_no, item_no,
          order_no, order_line_id, business_id, state, activated_at, created_at)
        SELECT 'i-' || n, 'ON_DEMAND', 1 + n % 10, 1 + n % 20000, 1 + n % 10, 1 + n % 10,
            1 + n % 10, n, 'ol-' || n, 'b', 'ACTIVE', '2025-01-01', now()
          FROM generate_series(1, 100000) n;
      INSERT INTO slot (customer_no, item_no) SELECT DISTINCT customer_no, item_no FROM instance;
      INSERT INTO quota (package_no, slot_no, valid_from, valid_to, granted, stop_before_excess,
          purchased_at)
        SELECT slot_no, slot_no, '2025-01-01', '2030-01-01', 1000000000, true, now() FROM slot;
      """;

  /** Half of the records draw on a package. */
  private static final String RECORDS = """
      INSERT INTO usage_record
      SELECT (n / 1000 + 1) * 65536 + n % 1000, 1 + n % 10, 'sn-' || n, 1 + n % 100000, 0, 1, n,
             '2026-01-05 12:00Z', '2026-01-05 12:01Z'::timestamptz + n / 100000 * interval '5 min',
             '2026-01-05 12:59Z', 125000, CASE WHEN n % 2 = 0 THEN 125000 ELSE 0 END, 0,
             CASE WHEN n % 2 = 1 THEN ARRAY[1 + n % 20000] END,
             CASE WHEN n % 2 = 1 THEN ARRAY[125000] END, '2026-01-05 13:00Z', '2026-01-05 13:00Z'
        FROM generate_series(0, 999999) n;
      SELECT setval('usage_batch_no', 1001);
      ANALYZE;
      """;

  /** Nine further hours of the same. */
  private static final String MORE_AGGREGATES = """
      INSERT INTO aggregate
      SELECT sequence + h * 100000, closing_no, kind, isv_no, customer_no, product_no, item_no,
             instance_no, order_no, cycle_start + h * interval '1 hour',
             cycle_end + h * interval '1 hour', month, units, deducted_units, on_demand_units,
             overage_units, amount, currency, record_count, collected_at, document
        FROM aggregate, generate_series(1, 9) h;
      ANALYZE aggregate;
      """;

  private final Stores stores;

  BillingSideBenchmark(Stores stores) {
    this.stores = stores;
  }

  @Test
  void collectsStreamsAndSettles() throws Exception {
    try (var ledger = new LedgerFixture(stores.database());
        var context = new CollectionContext(stores.database(), CollectionContext.billingParts())) {
      ledger.run(INSTANCES);
      ledger.run(RECORDS);

      time(
          "collect 1,000,000 records of 100,000 instances",
          30,
          () -> CollectionTestRun.collect(
              context,
              CollectionDue.at(
                  Cycle.HOURLY, HOUR.plus(Duration.ofMinutes(75)), LedgerFixture.ZONE)));
      assertThat(ledger.value("SELECT sum(record_count) FROM aggregate")).isEqualTo("1000000");

      ledger.run(MORE_AGGREGATES);
      time(
          "stream 1,000,000 aggregates",
          20,
          () -> assertThat(context.bean(AggregateFeed.class).stream(AggregateFilter.ALL, 0)
                  .count()
                  .block(PATIENCE))
              .isEqualTo(1_000_000));

      context.moveTo(Instant.parse("2026-02-03T00:00:00Z"));
      time(
          "settle a month of 1,000,000 aggregates",
          60,
          () -> requireNonNull(
              context.bean(Settlement.class).settle(YearMonth.of(2026, 1)).block(PATIENCE)));
      assertThat(ledger.value("SELECT count(*) FROM statement")).isEqualTo("10");
    }
  }

  private static void time(String what, int goalSeconds, Runnable work) {
    var started = System.nanoTime();
    work.run();
    var took = Duration.ofNanos(System.nanoTime() - started);
    log.info("{}: {} s (goal: under {} s)", what, took.toMillis() / 1000.0, goalSeconds);
  }
}
