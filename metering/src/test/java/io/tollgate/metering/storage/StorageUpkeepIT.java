package io.tollgate.metering.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.collection.CollectionContext;
import io.tollgate.metering.collection.LedgerFixture;
import io.tollgate.rules.usage.Cycle;
import io.tollgate.testing.Stores;
import io.tollgate.testing.WithStores;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@WithStores
@TestInstance(Lifecycle.PER_CLASS)
class StorageUpkeepIT {

  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final Instant JANUARY = Instant.parse("2026-01-20T12:00:00Z");

  private Stores stores;
  private CollectionContext context;
  private LedgerFixture ledger;
  private StorageUpkeep upkeep;
  private long instanceNo;

  @BeforeAll
  void build(Stores stores) {
    this.stores = stores;
    context = new CollectionContext(
        stores.database(), "io\\.tollgate\\.metering\\.storage\\.postgres\\..*");
    ledger = new LedgerFixture(stores.database());
    upkeep = new StorageUpkeep(
        context.bean(UsageStorage.class),
        context.bean(BusinessClock.class),
        new StorageProperties(400, 90, 65, 2, Duration.ofMinutes(1)));
  }

  @BeforeEach
  void startAfresh() {
    for (var table : months("usage_record", "usage_refused")) {
      ledger.run("DROP TABLE " + table);
    }
    ledger.run("DROP SCHEMA archive CASCADE");
    ledger.run("CREATE SCHEMA archive");
    ledger.run("UPDATE storage_progress SET position = 0");
    ledger.clear();
    ledger.run("TRUNCATE usage_refused");
    var item = ledger.item(ledger.isv("isv"), "pid", Cycle.HOURLY, LedgerFixture.perUnit("0.01"));
    instanceNo = ledger.instance(item, ledger.customer("c"), "ON_DEMAND", "inst");
  }

  @AfterAll
  void close() throws Exception {
    context.close();
    ledger.close();
  }

  @Test
  void laysOutThisMonthAndTwoMore() {
    roundAt(JANUARY);
    roundAt(JANUARY);

    assertThat(months("usage_record"))
        .containsExactly("usage_record_2026_01", "usage_record_2026_02", "usage_record_2026_03");
    assertThat(months("usage_refused")).hasSize(3);
  }

  @Test
  void whatCameBeforeItsMonthWasLaidOutMovesIntoIt() {
    acceptAt(JANUARY, 10);
    acceptAt(JANUARY.plus(Duration.ofDays(300)), 1);

    roundAt(JANUARY);

    assertThat(ledger.value("SELECT count(*) FROM usage_record_2026_01")).isEqualTo("10");
    assertThat(ledger.value("SELECT count(*) FROM usage_record_default")).isEqualTo("1");
    assertThat(ledger.value("SELECT count(*) FROM usage_record")).isEqualTo("11");
  }

  @Test
  void aMonthIsSetAsideWhenAllOfItIsOlderThan400Days() {
    roundAt(JANUARY);
    acceptAt(JANUARY, 5);
    var monthEnd = Instant.parse("2026-02-01T00:00:00Z");

    roundAt(monthEnd.plus(Duration.ofDays(400)).minusSeconds(1));
    var lastDay = ledger.value("SELECT count(*) FROM usage_record");
    roundAt(monthEnd.plus(Duration.ofDays(400)));

    assertThat(lastDay).isEqualTo("5");
    assertThat(ledger.value("SELECT count(*) FROM usage_record")).isEqualTo("0");
    assertThat(ledger.value("SELECT count(*) FROM archive.usage_record_2026_01"))
        .isEqualTo("5");
  }

  @Test
  void refusedRecordsGoWithTheirMonthAfter90Days() {
    roundAt(JANUARY);
    ledger.run("INSERT INTO usage_refused (isv_no, content, error_code, error_msg, refused_at)"
        + " VALUES (1, '{}', '003', 'm', '" + JANUARY + "')");

    roundAt(Instant.parse("2026-05-01T23:59:59Z"));
    var kept = ledger.value("SELECT count(*) FROM usage_refused");
    roundAt(Instant.parse("2026-05-02T00:00:00Z"));

    assertThat(kept).isEqualTo("1");
    assertThat(months("usage_refused")).doesNotContain("usage_refused_2026_01");
    assertThat(ledger.value("SELECT count(*) FROM usage_refused")).isEqualTo("0");
  }

  @Test
  void identitiesAreForgottenByAgeAndNotBefore() {
    roundAt(JANUARY);
    acceptAt(JANUARY, 300);
    acceptAt(JANUARY.plus(Duration.ofDays(1)), 7);

    roundAt(JANUARY.plus(Duration.ofDays(65)).minusSeconds(1));
    var beforeItsAge = identities();
    roundAt(JANUARY.plus(Duration.ofDays(65)).plusSeconds(1));
    var atItsAge = identities();
    acceptAt(JANUARY.plus(Duration.ofDays(66)), 1);
    roundAt(JANUARY.plus(Duration.ofDays(67)));

    assertThat(beforeItsAge).isEqualTo("307");
    assertThat(atItsAge).isEqualTo("7");
    assertThat(identities()).isEqualTo("1");
    assertThat(ledger.value("SELECT count(*) FROM usage_record")).isEqualTo("308");
  }

  @Test
  void aNodeLeavesTheWorkToTheOneThatIsAtIt() throws SQLException {
    try (var other = stores.database().connect();
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("SELECT pg_advisory_xact_lock(7010)");
      acceptAt(JANUARY, 3);

      roundAt(JANUARY.plus(Duration.ofDays(100)));

      assertThat(months("usage_record")).isEmpty();
      assertThat(identities()).isEqualTo("3");
      other.rollback();
    }
  }

  @Test
  void aMonthThatCannotBeLaidOutAtOnceIsLeftForTheNextRound() throws SQLException {
    acceptAt(JANUARY, 3);
    try (var reader = stores.database().connect();
        var statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("SELECT count(*) FROM usage_record");
      context.moveTo(JANUARY);

      assertThat(upkeep.round().onErrorComplete().then().block(DEADLINE)).isNull();
      assertThat(months("usage_record")).isEmpty();
      reader.rollback();
    }
    roundAt(JANUARY);
    assertThat(months("usage_record")).hasSize(3);
  }

  private void roundAt(Instant now) {
    context.moveTo(now);
    upkeep.round().block(DEADLINE);
  }

  /** Records of one batch each, as the wire's whole seconds allow. */
  private void acceptAt(Instant at, int count) {
    for (var i = 0; i < count; i++) {
      var recordNo = ledger.nextBatch() << 16 | 1;
      var end = at.minusSeconds(recordNo >> 16);
      ledger.run("""
          INSERT INTO usage_identity (isv_no, metering_sn, instance_no, begin_time, end_time,
            package_no, record_time, cycle_end, units, on_demand_units, overage_units, record_no,
            slot_seq)
          VALUES (1, 'sn-%1$d', %2$d, '%3$s', '%3$s', 0, '%3$s', '%3$s', 1, 1, 0, %1$d, 0);
          INSERT INTO usage_record (record_no, isv_no, metering_sn, instance_no, package_no, slot_no,
            slot_seq, begin_time, end_time, record_time, units, on_demand_units, overage_units,
            cycle_end, accepted_at)
          VALUES (%1$d, 1, 'sn-%1$d', %2$d, 0, 0, 0, '%3$s', '%3$s', '%3$s', 1, 1, 0, '%3$s', '%4$s')
          """.formatted(recordNo, instanceNo, end, at));
    }
  }

  private String identities() {
    return ledger.value("SELECT count(*) FROM usage_identity");
  }

  private List<String> months(String... parents) {
    return ledger
        .rows(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent::regclass::text IN ('"
                + String.join("','", parents)
                + "') AND inhrelid::regclass::text !~ 'default$' ORDER BY 1")
        .stream()
        .map(List::getFirst)
        .toList();
  }
}
