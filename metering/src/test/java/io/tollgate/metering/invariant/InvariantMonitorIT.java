package io.tollgate.metering.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.collection.CollectionContext;
import io.tollgate.metering.collection.CollectionDue;
import io.tollgate.metering.collection.CollectionTestRun;
import io.tollgate.metering.collection.LedgerFixture;
import io.tollgate.metering.collection.LedgerFixture.UsageRow;
import io.tollgate.metering.event.Event;
import io.tollgate.metering.event.EventType;
import io.tollgate.metering.invariant.InvariantResult.State;
import io.tollgate.metering.secret.SecretCipher;
import io.tollgate.rules.usage.Cycle;
import io.tollgate.testing.Stores;
import io.tollgate.testing.WithStores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@WithStores
@TestInstance(Lifecycle.PER_CLASS)
class InvariantMonitorIT {

  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final Instant CYCLE_END = Instant.parse("2026-01-10T12:00:00Z");
  private static final Instant COLLECTED = Instant.parse("2026-01-10T12:15:00Z");

  private static final int MOST_TURNS = 20;

  private final List<Event> raised = new ArrayList<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private CollectionContext context;
  private LedgerFixture ledger;
  private InvariantMonitor monitor;
  private long packageQuota;

  @BeforeAll
  void build(Stores stores) {
    context = new CollectionContext(
        stores.database(),
        Stream.concat(
                Stream.of(CollectionContext.billingParts()),
                Stream.of("io\\.tollgate\\.metering\\.invariant\\.postgres\\..*"))
            .toArray(String[]::new));
    ledger = new LedgerFixture(stores.database());
    monitor = new InvariantMonitor(
        context.beans(InvariantCheck.class),
        context.bean(InvariantLog.class),
        events -> Mono.fromRunnable(() -> raised.addAll(events)),
        context.bean(BusinessClock.class),
        context.bean(TransactionalOperator.class),
        new InvariantProperties(Duration.ofMillis(500)),
        meters);
  }

  /** A small ledger with one of everything, collected. */
  @BeforeEach
  void fill() {
    ledger.clear();
    ledger.run("TRUNCATE invariant_check, invariant_sum, isv_key");
    raised.clear();
    var isv = ledger.isv("isv");
    var item = ledger.item(isv, "pid", Cycle.HOURLY, LedgerFixture.perUnit("0.045"));
    var customer = ledger.customer("c");
    var instance = ledger.instance(item, customer, "ON_DEMAND", "inst");
    packageQuota = ledger.quota(ledger.instance(item, customer, "PACKAGE", "pkg"), "10");
    for (var i = 1; i <= 3; i++) {
      ledger.record(new UsageRow(
          ledger.nextBatch() << 16 | 1,
          instance,
          Cycle.HOURLY,
          CYCLE_END.minusSeconds(i * 60L),
          CYCLE_END,
          20_000,
          0,
          List.of(packageQuota),
          List.of(30_000L)));
    }
    ledger.run("INSERT INTO isv_key (key_id, isv_no, kind, access_key_id, secret, created_at)"
        + " VALUES ('k', 1, 'BASIC', 'ak', '\\x"
        + HexFormat.of().formatHex(context.bean(SecretCipher.class).encrypt("k", "secret"))
        + "', now())");
    CollectionTestRun.collect(
        context, CollectionDue.at(Cycle.HOURLY, COLLECTED, LedgerFixture.ZONE));
  }

  @AfterAll
  void close() throws Exception {
    context.close();
    ledger.close();
  }

  @Test
  void everythingHoldsInALedgerThatNobodyTouched() {
    finishRounds();

    assertThat(results())
        .hasSize(Invariant.values().length)
        .allSatisfy(result -> assertThat(result.state()).isEqualTo(State.HOLDS));
    assertThat(results()).filteredOn(result -> result.examined() == 0).isEmpty();
    assertThat(raised).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RECORD_HAS_IDENTITY | DELETE FROM usage_identity WHERE record_no = 65537",
        "RECORD_HAS_IDENTITY | INSERT INTO usage_record SELECT * FROM usage_record LIMIT 1",
        "IDENTITY_HAS_RECORD | DELETE FROM usage_record WHERE record_no = 65537",
        "RECORD_ADDS_UP      | UPDATE usage_record SET on_demand_units = on_demand_units + 1",
        "QUOTA_DRAWN         | UPDATE quota SET drawn = drawn + 1",
        "QUOTA_DRAWN         | UPDATE quota SET drawn = drawn - 1",
        "CYCLE_ADDS_UP       | UPDATE aggregate SET record_count = record_count - 1",
        "ENTRY_BALANCES      | UPDATE posting SET amount = amount + 0.0001 WHERE line = 1",
        "ENTRY_BALANCES      | DELETE FROM posting",
        "BALANCE_IS_SUM      | UPDATE account SET balance = balance - 0.01",
        "AGGREGATE_PRICED    | UPDATE aggregate SET amount = amount + 0.01",
        "AGGREGATE_PRICED    | UPDATE aggregate SET deducted_units = deducted_units - 1",
        "FEED_UNBROKEN       | UPDATE aggregate SET document = replace(document, 'pid', 'pit')",
        "FEED_UNBROKEN       | DELETE FROM aggregate",
        "INSTANCE_TOLD       | UPDATE instance SET version = 7",
      })
  void reportsWhatSomebodyBroke(Invariant invariant, String sql) {
    ledger.run(sql);

    finishRounds();

    var result = result(invariant);
    assertThat(result.state()).isEqualTo(State.BROKEN);
    assertThat(result.samples()).isNotEmpty();
    assertThat(meters
            .get("tollgate.invariant.broken")
            .tag("invariant", invariant.name())
            .gauge()
            .value())
        .isPositive();
    assertThat(raised)
        .filteredOn(event -> invariant.name().equals(event.data().get("invariant")))
        .singleElement()
        .returns(EventType.INVARIANT_BROKEN, Event::type);
  }

  @Test
  void nodesShareTheRoundsAndAddNothingUpTwice() {
    ledger.run("DELETE FROM invariant_sum");
    ledger.run("UPDATE invariant_check SET cursor = '', finished_at = NULL, examined = 0");

    Flux.range(0, 40 * Invariant.values().length)
        .flatMap(turn -> monitor.step(), 4)
        .blockLast(DEADLINE);

    assertThat(result(Invariant.QUOTA_DRAWN).state()).isEqualTo(State.HOLDS);
    assertThat(result(Invariant.BALANCE_IS_SUM).state()).isEqualTo(State.HOLDS);
    assertThat(result(Invariant.RECORD_ADDS_UP).examined())
        .isEqualTo(Long.parseLong(ledger.value("SELECT count(*) FROM usage_record")));
    assertThat(raised).isEmpty();
  }

  @Test
  void overageIsReportedWhileThePackageHasQuotaLeft() {
    ledger.run("UPDATE usage_record SET overage_units = on_demand_units, on_demand_units = 0,"
        + " package_no = (SELECT package_no FROM quota) WHERE record_no = 65537");

    finishRounds();

    assertThat(result(Invariant.COVERED_FIRST).samples())
        .containsExactly(
            "record 65537 has 20000 units of overage while its package has quota left");
  }

  @Test
  void anInstanceThatIsFrozenWithoutBeingToldIsReported() {
    ledger.run("UPDATE instance SET state = 'FROZEN', freeze_reasons = '{VIOLATION}', version = 1"
        + " WHERE kind = 'ON_DEMAND'");

    finishRounds();

    assertThat(result(Invariant.INSTANCE_TOLD).state()).isEqualTo(State.BROKEN);
  }

  @Test
  void aSecretInClearIsReported() {
    ledger.run("UPDATE isv_key SET secret = convert_to('a secret that lies open', 'UTF8')");

    finishRounds();

    assertThat(result(Invariant.SECRETS_SEALED).samples())
        .containsExactly("the secret of k is not sealed with the master key");
  }

  @Test
  void aRepairIsSeenAndANewFaultRaisesANewEvent() {
    ledger.run("UPDATE quota SET drawn = drawn + 1");
    finishRounds();
    finishRounds();
    ledger.run("UPDATE quota SET drawn = drawn - 1");
    finishRounds();
    var repaired = result(Invariant.QUOTA_DRAWN).state();
    ledger.run("UPDATE quota SET drawn = drawn + 1");
    finishRounds();

    assertThat(repaired).isEqualTo(State.HOLDS);
    assertThat(result(Invariant.QUOTA_DRAWN).state()).isEqualTo(State.BROKEN);
    assertThat(raised).hasSize(2);
  }

  /** Steps until every check has been at its rows' end since; the oldest cycles are left out. */
  private void finishRounds() {
    ledger.run("UPDATE invariant_check SET finished_at = NULL, cursor = CASE"
        + " WHEN cursor LIKE '%|%' AND invariant IN ('QUOTA_DRAWN', 'BALANCE_IS_SUM') THEN cursor"
        + " ELSE '' END, round_broken = 0, round_samples = '{}'");
    for (var turn = 0; turn < MOST_TURNS && anyUnfinished(); turn++) {
      ledger.run(
          "UPDATE invariant_check SET cursor = '2025-12-01T00:00:00Z'"
              + " WHERE invariant = 'CYCLE_ADDS_UP' AND cursor < '2026-01-10T09:00:00Z' AND cursor <> ''");
      for (var check = 0; check < Invariant.values().length; check++) {
        monitor.step().block(DEADLINE);
      }
    }
  }

  private boolean anyUnfinished() {
    return results().stream().anyMatch(result -> result.finishedAt() == null);
  }

  private List<InvariantResult> results() {
    return Objects.requireNonNull(context.bean(InvariantLog.class).results().block(DEADLINE));
  }

  private InvariantResult result(Invariant invariant) {
    return results().stream()
        .filter(result -> result.invariant() == invariant)
        .findFirst()
        .orElseThrow();
  }
}
