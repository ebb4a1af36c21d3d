package io.tollgate.metering.correction;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.metering.collection.CollectionContext;
import io.tollgate.metering.collection.CollectionDue;
import io.tollgate.metering.collection.CollectionTestRun;
import io.tollgate.metering.collection.LedgerFixture;
import io.tollgate.metering.collection.LedgerFixture.UsageRow;
import io.tollgate.metering.correction.CorrectionReply.AlreadyCorrected;
import io.tollgate.metering.correction.CorrectionReply.Corrected;
import io.tollgate.metering.correction.CorrectionReply.UnknownRecord;
import io.tollgate.metering.inquiry.UsageInquiry;
import io.tollgate.metering.reconciliation.Reconciliation;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@WithStores
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorrectionIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

  private final LedgerFixture ledger;
  private final CollectionContext context;
  private long instanceNo;
  private long quotaNo;

  CorrectionIT(Stores stores) {
    ledger = new LedgerFixture(stores.database());
    context = new CollectionContext(stores.database(), CollectionContext.billingParts());
  }

  @AfterAll
  void close() throws SQLException {
    context.close();
    ledger.close();
  }

  /** One instance at 2 a unit, with a package of 10 of which records draw first. */
  @BeforeEach
  void startAnew() {
    ledger.clear();
    var customerNo = ledger.customer("c-1");
    var itemNo =
        ledger.item(ledger.isv("isv-1"), "pid-1", Cycle.HOURLY, LedgerFixture.perUnit("2"));
    instanceNo = ledger.instance(itemNo, customerNo, "ON_DEMAND", "i-1");
    quotaNo = ledger.quota(ledger.instance(itemNo, customerNo, "PACKAGE", "pkg-1"), "10");
    context.moveTo(NOON.plusSeconds(700));
  }

  @Test
  void amendsARecordBeforeItsCollection() {
    var sn = accept(100_000, 50_000);

    var effect = corrected(correct(sn, "12", null));

    assertThat(effect.isCollected()).isFalse();
    assertThat(effect.onDemand()).isEqualTo(Quantity.of("-3"));
    collect();
    assertThat(aggregates())
        .containsExactly(List.of("USAGE", "120000", "100000", "20000", "4", "1"));
    assertThat(differences()).isEmpty();
  }

  @Test
  void adjustsACollectedRecordAtOnceAndUndoesTheLastDrawFirst() {
    var sn = accept(100_000, 50_000);
    collect();

    var effect = corrected(correct(sn, "8", null));

    assertThat(effect.amount().plainAmount()).isEqualTo("-10");
    assertThat(aggregates())
        .containsExactly(
            List.of("USAGE", "150000", "100000", "50000", "10", "1"),
            List.of("ADJUSTMENT", "-70000", "-20000", "-50000", "-10", "0"));
    assertThat(ledger.value("SELECT drawn FROM quota")).isEqualTo("80000");
    assertThat(ledger.value("SELECT balance FROM account WHERE account = 'customer:c-1'"))
        .isEqualTo("0");
    assertThat(ledger.rows("SELECT kind FROM journal_entry ORDER BY entry_no"))
        .containsExactly(List.of("USAGE"), List.of("ADJUSTMENT"));
    assertThat(ledger.value("SELECT count(*) FROM closing")).isEqualTo("2");
    assertThat(differences()).isEmpty();
  }

  @Test
  void previewsWithoutDoingAnything() {
    var sn = accept(100_000, 50_000);
    collect();

    var preview = context
        .bean(Corrections.class)
        .preview(new CorrectionRequest("isv-1", sn, Quantity.ZERO, "wrong", null))
        .block(PATIENCE);

    assertThat(corrected(requireNonNull(preview)).amount().plainAmount()).isEqualTo("-10");
    assertThat(aggregates()).hasSize(1);
    assertThat(ledger.value("SELECT drawn FROM quota")).isEqualTo("100000");
  }

  @Test
  void restoresEverythingWhenCorrectedBack() {
    var sn = accept(100_000, 50_000);
    collect();

    var first = corrected(correct(sn, "3", null));
    assertThat(correct(sn, "15", null))
        .isEqualTo(new AlreadyCorrected(requireNonNull(first.correctionNo()), Quantity.of("3")));
    correct(sn, "15", first.correctionNo());

    assertThat(ledger.value("SELECT drawn FROM quota")).isEqualTo("100000");
    assertThat(ledger.value("SELECT balance FROM account WHERE account = 'customer:c-1'"))
        .isEqualTo("-10");
    assertThat(ledger.value("SELECT sum(units) FROM aggregate")).isEqualTo("150000");
    assertThat(differences()).isEmpty();
  }

  @Test
  void knowsOnlyRecordsThatExist() {
    assertThat(correct("no-such", "1", null)).isEqualTo(new UnknownRecord());
  }

  @Test
  void explainsARecord() {
    var sn = accept(100_000, 50_000);
    collect();
    correct(sn, "14", null);
    var inquiry = context.bean(UsageInquiry.class);

    var explained = requireNonNull(inquiry.explain("isv-1", sn).block(PATIENCE));

    assertThat(explained.considered())
        .singleElement()
        .hasToString("pkg-1 gave 10 of 10, 0 left; its period ends 2030-01-01T00:00:00Z");
    assertThat(explained.facts().corrections()).hasSize(1);
    assertThat(requireNonNull(explained.facts().collection()).sequence()).isEqualTo(1);
    assertThat(requireNonNull(explained.rated()).amount().plainAmount()).isEqualTo("10");
  }

  private String accept(long drawn, long onDemand) {
    var recordNo = ledger.nextBatch() << 16;
    ledger.record(new UsageRow(
        recordNo,
        instanceNo,
        Cycle.HOURLY,
        NOON.plusSeconds(600),
        NOON.plusSeconds(600),
        onDemand,
        0,
        List.of(quotaNo),
        List.of(drawn)));
    return "sn-" + recordNo;
  }

  private void collect() {
    CollectionTestRun.collect(
        context,
        CollectionDue.at(Cycle.HOURLY, NOON.plus(Duration.ofMinutes(75)), LedgerFixture.ZONE));
  }

  private CorrectionReply correct(String sn, String quantity, @Nullable Long replaces) {
    return requireNonNull(context
        .bean(Corrections.class)
        .correct(new CorrectionRequest("isv-1", sn, Quantity.of(quantity), "wrong", replaces))
        .block(PATIENCE));
  }

  private static CorrectionEffect corrected(CorrectionReply reply) {
    assertThat(reply).isInstanceOf(Corrected.class);
    return ((Corrected) reply).effect();
  }

  private List<List<String>> aggregates() {
    return ledger.rows("""
        SELECT kind, units, deducted_units, on_demand_units, trim_scale(amount), record_count
          FROM aggregate ORDER BY sequence""");
  }

  private List<?> differences() {
    return requireNonNull(context
            .bean(Reconciliation.class)
            .report(NOON.minus(Duration.ofHours(2)), NOON.plus(Duration.ofHours(2)))
            .block(PATIENCE))
        .differences();
  }
}
