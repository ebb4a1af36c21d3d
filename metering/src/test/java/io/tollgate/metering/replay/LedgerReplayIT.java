package io.tollgate.metering.replay;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.metering.collection.CollectionContext;
import io.tollgate.metering.collection.CollectionDue;
import io.tollgate.metering.collection.CollectionTestRun;
import io.tollgate.metering.collection.LedgerFixture;
import io.tollgate.metering.collection.LedgerFixture.UsageRow;
import io.tollgate.metering.correction.CorrectionReply.Corrected;
import io.tollgate.metering.correction.CorrectionRequest;
import io.tollgate.metering.correction.Corrections;
import io.tollgate.metering.replay.LedgerReplay.Replayed;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.usage.Cycle;
import io.tollgate.testing.Stores;
import io.tollgate.testing.WithStores;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ledger's account of itself, and that no row of it can be changed without its telling. */
@WithStores
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LedgerReplayIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
  private static final String GRADUATED = """
      {"model":"GRADUATED","currency":"CNY","tiers":[{"upTo":"3","unitPrice":"0.5"},\
      {"unitPrice":"0.25"}]}""";

  private final LedgerFixture ledger;
  private final CollectionContext context;
  private long metered;
  private long tiered;
  private long quotaNo;

  LedgerReplayIT(Stores stores) {
    ledger = new LedgerFixture(stores.database());
    context = new CollectionContext(stores.database(), CollectionContext.billingParts());
  }

  /**
   * A package of 10 that three records empty, one of them corrected before its collection and one
   * twice after it; a late record; and an instance with a price in tiers.
   */
  @BeforeAll
  void writeALedger() {
    ledger.clear();
    var isv = ledger.isv("isv-1");
    var customer = ledger.customer("c-1");
    var item = ledger.item(isv, "pid-1", Cycle.HOURLY, LedgerFixture.perUnit("2"));
    metered = ledger.instance(item, customer, "ON_DEMAND", "i-1");
    quotaNo = ledger.quota(ledger.instance(item, customer, "PACKAGE", "pkg-1"), "10");
    var steps = ledger.item(isv, "pid-2", Cycle.HOURLY, GRADUATED);
    tiered = ledger.instance(steps, customer, "ON_DEMAND", "i-2");

    var first = accept(metered, 0, 40_000, 0);
    var second = accept(metered, 1, 50_000, 0);
    accept(metered, 2, 10_000, 30_000);
    accept(tiered, 0, 0, 20_000);
    correct(first, "3.5", null);
    collect(1);
    accept(metered, 3, 0, 15_000);
    accept(tiered, 4, 0, 40_000);
    var wrong = correct(second, "6", null);
    correct(second, "4", wrong);
    collect(2);
  }

  @AfterAll
  void close() throws SQLException {
    context.close();
    ledger.close();
  }

  @Test
  void anUntouchedLedgerIsReplayedByteForByte() {
    var replayed = replay();

    assertThat(replayed.disagreements()).isEmpty();
    assertThat(replayed)
        .returns(1L, Replayed::slots)
        .returns(3L, Replayed::records)
        .returns(3L, Replayed::corrections)
        .returns(4L, Replayed::closings)
        .returns(Long.valueOf(ledger.value("SELECT count(*) FROM aggregate")), Replayed::aggregates)
        .returns(
            Long.valueOf(ledger.value("SELECT count(*) FROM journal_entry")), Replayed::entries);
  }

  @Test
  void aReplayLeavesNothingBehind() {
    var before = ledger.rows("SELECT * FROM aggregate ORDER BY 1");

    replay();
    replay();

    assertThat(ledger.rows("SELECT * FROM aggregate ORDER BY 1")).isEqualTo(before);
    assertThat(ledger.rows("SELECT relname FROM pg_class WHERE relname LIKE 'replayed%'"))
        .isEmpty();
  }

  /** Each change is one that keeps every constraint of the tables. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(delimiter = '|', textBlock = """
      usage_record  | draw_units = '{49999}', on_demand_units = 1          | draw_units = '{50000}'
      usage_record  | draw_quotas = NULL, draw_units = NULL, on_demand_units = 50000 | draw_units = '{50000}'
      usage_record  | on_demand_units = 29999, units = 39999               | on_demand_units = 30000
      usage_record  | on_demand_units = 0, overage_units = 30000           | on_demand_units = 30000
      usage_record  | record_no = record_no - 65536 * 2 - 1                | on_demand_units = 30000
      usage_record  | cycle_end = cycle_end + interval '1 hour'            | on_demand_units = 15000
      quota         | drawn = drawn - 1                                    | true
      quota         | granted = granted - 1                                | true
      correction    | units = units + 1                                    | aggregate_sequence IS NULL
      correction    | taking_units = '{30000,5000,0}', taking_sources = '{1,0,-1}' | replaces IS NOT NULL
      aggregate     | document = replace(document, '"c-1"', '"c-2"')       | sequence = 1
      aggregate     | amount = amount * 1.0                                | sequence = 1
      aggregate     | collected_at = collected_at + interval '1 second'    | sequence = 2
      aggregate     | record_count = record_count + 1                      | kind = 'ADJUSTMENT'
      closing       | sha256 = overlay(sha256 placing 'x' from 64)         | closing_no = 4
      closing       | amount = amount + 0.0001                             | closing_no = 2
      collection    | watermark = watermark - 65536                        | collection_no = 4
      collection    | horizon = horizon - interval '1 hour'                | collection_no = 4
      journal_entry | reference = 'closing:9'                              | entry_no = 1
      journal_entry | occurred_at = occurred_at + interval '1 microsecond' | entry_no = 2
      journal_entry | kind = 'USAGE'                                       | entry_no = 2
      posting       | amount = amount + 0.00000001                         | entry_no = 1 AND line = 1
      posting       | account = 'customer:c-2'                             | account = 'customer:c-1' AND entry_no = 3
      month_usage   | charged = charged + 0.1                              | true
      """)
  void noRowCanBeChangedUnnoticed(String table, String change, String where) {
    ledger.run("CREATE TABLE kept AS SELECT * FROM " + table);
    try {
      ledger.run("ALTER TABLE %s DISABLE TRIGGER ALL".formatted(table));
      ledger.run("UPDATE %s SET %s WHERE %s".formatted(table, change, where));
      assertThat(ledger.value("SELECT count(*) FROM (SELECT t::text FROM " + table
              + " t EXCEPT SELECT k::text FROM kept k) AS changed"))
          .isNotEqualTo("0");

      assertThat(replay().disagreements()).isNotEmpty();
    } finally {
      ledger.run("SET session_replication_role = replica");
      ledger.run("DELETE FROM " + table);
      ledger.run("INSERT INTO %s OVERRIDING SYSTEM VALUE SELECT * FROM kept".formatted(table));
      ledger.run("SET session_replication_role = DEFAULT");
      ledger.run("ALTER TABLE %s ENABLE TRIGGER ALL".formatted(table));
      ledger.run("DROP TABLE kept");
    }
  }

  private Replayed replay() {
    return requireNonNull(context.bean(LedgerReplay.class).replay().block(PATIENCE));
  }

  private String accept(long instanceNo, int minute, long drawn, long onDemand) {
    var recordNo = ledger.nextBatch() << 16;
    ledger.record(new UsageRow(
        recordNo,
        instanceNo,
        Cycle.HOURLY,
        NOON.plusSeconds(600 + minute * 60L),
        NOON.plusSeconds(3_000),
        onDemand,
        0,
        drawn == 0 ? List.of() : List.of(quotaNo),
        drawn == 0 ? List.of() : List.of(drawn)));
    return "sn-" + recordNo;
  }

  private void collect(int hours) {
    CollectionTestRun.collect(
        context,
        CollectionDue.at(
            Cycle.HOURLY, NOON.plus(Duration.ofMinutes(15 + 60L * hours)), LedgerFixture.ZONE));
  }

  private @Nullable Long correct(String sn, String quantity, @Nullable Long replaces) {
    var request = new CorrectionRequest("isv-1", sn, Quantity.of(quantity), "wrong", replaces);
    var reply = context.bean(Corrections.class).correct(request).block(PATIENCE);
    assertThat(reply).isInstanceOf(Corrected.class);
    return ((Corrected) requireNonNull(reply)).effect().correctionNo();
  }
}
