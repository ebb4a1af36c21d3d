package io.tollgate.metering.collection;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.collection.LedgerFixture.UsageRow;
import io.tollgate.metering.timer.Timer;
import io.tollgate.metering.timer.Timers;
import io.tollgate.rules.usage.Cycle;
import io.tollgate.testing.Stores;
import io.tollgate.testing.WithStores;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;

@WithStores
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CycleCollectionIT {

  private static final int NODES = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

  private final LedgerFixture ledger;
  private final CollectionContext context;
  private int isvNo;
  private int customerNo;

  CycleCollectionIT(Stores stores) {
    ledger = new LedgerFixture(stores.database());
    context = new CollectionContext(stores.database(), CollectionContext.collectionParts());
  }

  @AfterAll
  void close() throws SQLException {
    context.close();
    ledger.close();
  }

  @BeforeEach
  void startAnew() {
    ledger.clear();
    isvNo = ledger.isv("isv-1");
    customerNo = ledger.customer("c-1");
  }

  @Test
  void sumsUpAnHourAndChargesTheCustomer() {
    var instanceNo = onDemand("pid-1", LedgerFixture.perUnit("0.045"));
    accept(instanceNo, NOON.plusSeconds(600), 100_000);
    accept(instanceNo, NOON.plusSeconds(3_600), 25_000);
    accept(instanceNo, NOON.plusSeconds(3_601), 70_000);

    collect(Cycle.HOURLY, NOON.plus(Duration.ofMinutes(75)));

    assertThat(documents()).containsExactly("""
        {"amount":"0.5625","collectedAt":"2026-01-05T13:15:00Z","currency":"CNY",\
        "customerId":"c-1","cycleEnd":"2026-01-05T13:00:00Z","cycleStart":"2026-01-05T12:00:00Z",\
        "deductions":[],"instanceId":"i-pid-1","isvId":"isv-1","kind":"USAGE",\
        "onDemandQuantity":"12.5","orderId":"o-i-pid-1","overageQuantity":"0",\
        "productCode":"p-isv-1","productId":"pid-1","quantity":"12.5","recordCount":2,\
        "sequence":"1","skuCode":"sku-pid-1"}""");
    assertThat(ledger.rows("SELECT account, balance FROM account ORDER BY 1"))
        .containsExactly(
            List.of("customer:c-1", "-0.5625"), List.of("platform:suspense", "0.5625"));
    assertThat(ledger.rows("SELECT kind, reference FROM journal_entry"))
        .containsExactly(List.of("USAGE", "closing:1"));
  }

  @Test
  void addsUpTheDrawsOfEachPackage() {
    var instanceNo = onDemand("pid-1", LedgerFixture.perUnit("1"));
    var itemNo = Integer.parseInt(ledger.value("SELECT item_no FROM billing_item"));
    var first = ledger.quota(ledger.instance(itemNo, customerNo, "PACKAGE", "pkg-1"), "100");
    var second = ledger.quota(ledger.instance(itemNo, customerNo, "PACKAGE", "pkg-2"), "100");
    draw(instanceNo, 0, List.of(first), List.of(40L));
    draw(instanceNo, 5, List.of(first, second), List.of(60L, 30L));
    draw(instanceNo, 0, List.of(second), List.of(1L));

    collect(Cycle.HOURLY, NOON.plus(Duration.ofMinutes(75)));

    assertThat(documents())
        .singleElement()
        .asString()
        .contains(
            "\"deductions\":[{\"packageInstanceId\":\"pkg-1\",\"quantity\":\"0.01\"},"
                + "{\"packageInstanceId\":\"pkg-2\",\"quantity\":\"0.0031\"}]",
            "\"quantity\":\"0.0136\"",
            "\"overageQuantity\":\"0.0005\"",
            "\"amount\":\"0\"",
            "\"recordCount\":3");
    assertThat(ledger.rows("SELECT * FROM journal_entry")).isEmpty();
  }

  @Test
  void takesWhatComesLaterAsLateForTheCycleItBelongsTo() {
    var instanceNo = onDemand("pid-1", LedgerFixture.perUnit("1"));
    accept(instanceNo, NOON.plusSeconds(600), 10_000);
    collect(Cycle.HOURLY, NOON.plus(Duration.ofMinutes(75)));
    accept(instanceNo, NOON.plusSeconds(700), 20_000);
    accept(instanceNo, NOON.plusSeconds(4_000), 30_000);

    collect(Cycle.HOURLY, NOON.plus(Duration.ofMinutes(135)));

    assertThat(ledger.rows("SELECT kind, cycle_start, units FROM aggregate ORDER BY sequence"))
        .containsExactly(
            List.of("USAGE", "2026-01-05 12:00:00+00", "10000"),
            List.of("LATE", "2026-01-05 12:00:00+00", "20000"),
            List.of("USAGE", "2026-01-05 13:00:00+00", "30000"));
  }

  @Test
  void leavesDailyItemsToTheDailyCollection() {
    var itemNo = ledger.item(isvNo, "pid-day", Cycle.DAILY, LedgerFixture.perUnit("1"));
    var instanceNo = ledger.instance(itemNo, customerNo, "ON_DEMAND", "i-day");
    accept(instanceNo, Cycle.DAILY, NOON.plusSeconds(600), 10_000);
    collect(Cycle.HOURLY, NOON.plus(Duration.ofMinutes(75)));
    assertThat(documents()).isEmpty();

    // Midnight in Shanghai is 16:00 UTC, and the collection is due an hour later.
    collect(Cycle.DAILY, NOON.plus(Duration.ofHours(5)));

    assertThat(ledger.rows("SELECT cycle_start, cycle_end FROM aggregate"))
        .containsExactly(List.of("2026-01-04 16:00:00+00", "2026-01-05 16:00:00+00"));
  }

  @Test
  void isDoneOnceHoweverOftenItIsAsked() {
    var instanceNo = onDemand("pid-1", LedgerFixture.perUnit("1"));
    accept(instanceNo, NOON.plusSeconds(600), 10_000);

    collect(Cycle.HOURLY, NOON.plus(Duration.ofMinutes(75)));
    collect(Cycle.HOURLY, NOON.plus(Duration.ofMinutes(75)));

    assertThat(documents()).hasSize(1);
    assertThat(ledger.value("SELECT count(*) FROM closing")).isEqualTo("1");
  }

  @Test
  void isDoneOnceWhenManyNodesDoItAtTheSameTime() {
    var instanceNo = onDemand("pid-1", LedgerFixture.perUnit("1"));
    accept(instanceNo, NOON.plusSeconds(600), 10_000);
    var due = CollectionDue.at(Cycle.HOURLY, NOON.plus(Duration.ofMinutes(75)), LedgerFixture.ZONE);
    context.moveTo(due.dueAt());

    var done = Flux.range(0, NODES)
        .flatMap(node -> CollectionTestRun.collect(context::bean, due), NODES)
        .collectList()
        .block(PATIENCE);

    assertThat(done).hasSize(1);
    assertThat(documents()).hasSize(1);
    assertThat(ledger.value("SELECT count(*) FROM closing")).isEqualTo("1");
    assertThat(ledger.value("SELECT balance FROM account WHERE account = 'customer:c-1'"))
        .isEqualTo("-1");
  }

  @Test
  void theFirstTimerIsSetOnceWhenManyNodesStartAtTheSameTime() {
    context.moveTo(NOON);

    Flux.range(0, NODES).flatMap(node -> timer().ensureScheduled(), NODES).blockLast(PATIENCE);

    assertThat(ledger.rows("SELECT kind, due_at FROM timer"))
        .containsExactly(List.of("COLLECT_HOURLY", "2026-01-05 12:15:00+00"));
  }

  private CollectionTimer timer() {
    return new CollectionTimer(
        Cycle.HOURLY,
        context.bean(CycleCollection.class),
        context.bean(CollectionLog.class),
        context.bean(Timers.class),
        context.bean(TransactionalOperator.class),
        context.bean(BusinessClock.class));
  }

  @Test
  void countsGraduatedTiersOverTheMonth() {
    var instanceNo = onDemand("pid-1", """
        {"model":"GRADUATED","currency":"CNY","tiers":[{"upTo":"10","unitPrice":"2"},
         {"unitPrice":"1"}]}""");
    accept(instanceNo, NOON.plusSeconds(600), 80_000);
    collect(Cycle.HOURLY, NOON.plus(Duration.ofMinutes(75)));
    accept(instanceNo, NOON.plusSeconds(4_000), 50_000);
    accept(instanceNo, Instant.parse("2025-12-31T15:00:00Z"), 10_000);

    collect(Cycle.HOURLY, NOON.plus(Duration.ofMinutes(135)));

    assertThat(ledger.rows("SELECT month, amount FROM aggregate ORDER BY sequence"))
        .containsExactly(
            List.of("2026-01-01", "16"), List.of("2025-12-01", "2"), List.of("2026-01-01", "7"));
  }

  @Test
  void settlesAVolumePriceWhenItsMonthEndsAndAgainAfterALateRecord() {
    var instanceNo = onDemand("pid-1", """
        {"model":"VOLUME","currency":"CNY","tiers":[{"upTo":"10","unitPrice":"2"},
         {"upTo":"20","unitPrice":"1"},{"unitPrice":"0.5"}]}""");
    var newYear = Instant.parse("2025-12-31T16:00:00Z");
    accept(instanceNo, newYear.minusSeconds(7_000), 80_000);
    collect(Cycle.HOURLY, newYear.minusSeconds(2_700));
    accept(instanceNo, newYear, 50_000);
    collect(Cycle.HOURLY, newYear.plusSeconds(900));
    accept(instanceNo, newYear.minusSeconds(9_000), 100_000);

    collect(Cycle.HOURLY, newYear.plusSeconds(4_500));

    // 8 at 2; 5 at 1; due 13 at 1, so 8 back; 10 at 0.5; due 23 at 0.5, so 1.5 back.
    assertThat(ledger.rows("""
        SELECT kind, units, amount, month, record_count FROM aggregate ORDER BY sequence"""))
        .containsExactly(
            List.of("USAGE", "80000", "16", "2025-12-01", "1"),
            List.of("USAGE", "50000", "5", "2025-12-01", "1"),
            List.of("ADJUSTMENT", "0", "-8", "2025-12-01", "0"),
            List.of("USAGE", "100000", "5", "2025-12-01", "1"),
            List.of("ADJUSTMENT", "0", "-6.5", "2025-12-01", "0"));
    assertThat(ledger.value("SELECT balance FROM account WHERE account = 'customer:c-1'"))
        .isEqualTo("-11.5");
  }

  @Test
  void setsTheNextTimerFromItsOwnDueTime() {
    var timer = timer();
    context.moveTo(NOON.plus(Duration.ofMinutes(20)));

    timer.ensureScheduled().block(PATIENCE);
    timer.ensureScheduled().block(PATIENCE);
    context.moveTo(NOON.plus(Duration.ofHours(30)));
    timer
        .fire(new Timer(1, timer.kind(), "cycle", NOON.plus(Duration.ofMinutes(75))))
        .as(context.bean(TransactionalOperator.class)::transactional)
        .block(PATIENCE);

    assertThat(ledger.rows("SELECT kind, due_at FROM timer ORDER BY due_at"))
        .containsExactly(
            List.of("COLLECT_HOURLY", "2026-01-05 13:15:00+00"),
            List.of("COLLECT_HOURLY", "2026-01-05 14:15:00+00"));
    assertThat(ledger.rows("SELECT due_at, horizon, collected_at FROM collection"))
        .containsExactly(
            List.of("2026-01-05 13:15:00+00", "2026-01-05 13:00:00+00", "2026-01-06 18:00:00+00"));
  }

  private long onDemand(String productId, String price) {
    var itemNo = ledger.item(isvNo, productId, Cycle.HOURLY, price);
    return ledger.instance(itemNo, customerNo, "ON_DEMAND", "i-" + productId);
  }

  private void accept(long instanceNo, Instant endTime, long units) {
    accept(instanceNo, Cycle.HOURLY, endTime, units);
  }

  private void accept(long instanceNo, Cycle cycle, Instant endTime, long units) {
    ledger.record(new UsageRow(
        ledger.nextBatch() << 16,
        instanceNo,
        cycle,
        endTime,
        endTime,
        units,
        0,
        List.of(),
        List.of()));
  }

  private void draw(long instanceNo, long overage, List<Long> quotas, List<Long> units) {
    var endTime = NOON.plusSeconds(600);
    ledger.record(new UsageRow(
        ledger.nextBatch() << 16,
        instanceNo,
        Cycle.HOURLY,
        endTime,
        endTime,
        0,
        overage,
        quotas,
        units));
  }

  private void collect(Cycle cycle, Instant dueAt) {
    context.moveTo(dueAt);
    context
        .bean(CycleCollection.class)
        .collect(CollectionDue.at(cycle, dueAt, LedgerFixture.ZONE))
        .as(context.bean(TransactionalOperator.class)::transactional)
        .block(PATIENCE);
  }

  private List<String> documents() {
    return ledger.rows("SELECT document FROM aggregate ORDER BY sequence").stream()
        .map(row -> requireNonNull(row.getFirst()))
        .toList();
  }
}
