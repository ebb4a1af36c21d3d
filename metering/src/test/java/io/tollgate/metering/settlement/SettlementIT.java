package io.tollgate.metering.settlement;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.metering.collection.CollectionContext;
import io.tollgate.metering.collection.CollectionDue;
import io.tollgate.metering.collection.CollectionTestRun;
import io.tollgate.metering.collection.LedgerFixture;
import io.tollgate.metering.collection.LedgerFixture.UsageRow;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.settlement.StatementState;
import io.tollgate.rules.settlement.Supervision;
import io.tollgate.rules.settlement.Supervision.Step;
import io.tollgate.rules.settlement.Unbilled;
import io.tollgate.rules.usage.Cycle;
import io.tollgate.testing.Stores;
import io.tollgate.testing.WithStores;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@WithStores
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SettlementIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
  private static final Instant BILL_DAY = Instant.parse("2026-02-03T00:00:00Z");
  private static final YearMonth JANUARY = YearMonth.of(2026, 1);

  private final LedgerFixture ledger;
  private final CollectionContext context;
  private long instanceNo;

  SettlementIT(Stores stores) {
    ledger = new LedgerFixture(stores.database());
    context = new CollectionContext(stores.database(), CollectionContext.billingParts());
  }

  @AfterAll
  void close() throws SQLException {
    context.close();
    ledger.close();
  }

  @BeforeEach
  void startAnew() {
    ledger.clear();
    var customerNo = ledger.customer("c-1");
    var itemNo =
        ledger.item(ledger.isv("isv-1"), "pid-1", Cycle.HOURLY, LedgerFixture.perUnit("0.333"));
    instanceNo = ledger.instance(itemNo, customerNo, "ON_DEMAND", "i-1");
  }

  @Test
  void billsUsageLessTheFeeAndShowsWhatRoundingLeft() {
    use("1", NOON);

    var settled = settle(JANUARY);

    // 0.333 rounds to 0.33, its fee of 5 % to 0.02; 0.31635 is due, so 0.00635 are left.
    assertThat(lines(settled))
        .containsExactly(
            List.of("USAGE", "i-1", "10000", "0.33"),
            List.of("FEE", "i-1", "null", "-0.02"),
            List.of("ROUNDING", "null", "null", "0.00635"));
    assertThat(settled.getFirst().total().plainAmount()).isEqualTo("0.31635");
    assertThat(ledger.rows("SELECT account, trim_scale(balance) FROM account ORDER BY 1"))
        .containsExactly(
            List.of("customer:c-1", "-0.333"),
            List.of("isv:isv-1", "0.31635"),
            List.of("platform:fee", "0.01665"),
            List.of("platform:suspense", "0"));
  }

  @Test
  void leavesNoTraceWhenRunAgain() {
    use("100", NOON);
    var first = settle(JANUARY);
    var entries = ledger.rows("SELECT * FROM journal_entry");

    var again = settle(JANUARY);

    assertThat(again).isEqualTo(first);
    assertThat(ledger.rows("SELECT * FROM journal_entry")).isEqualTo(entries);
    assertThat(transactions()).extracting(ListedTransaction::reason).containsOnlyNulls();
  }

  @Test
  void addsWhatCameLateAndBooksTheDifference() {
    use("100", NOON);
    settle(JANUARY);
    use("50", NOON.plusSeconds(60));
    context.moveTo(BILL_DAY);

    var again = settle(JANUARY);

    assertThat(again)
        .singleElement()
        .satisfies(statement -> assertThat(statement.total().plainAmount()).isEqualTo("47.4525"));
    assertThat(ledger.value("SELECT trim_scale(balance) FROM account WHERE account = 'isv:isv-1'"))
        .isEqualTo("47.4525");
  }

  @Test
  void keepsAMonthThatWentOnAndBillsTheRestLater() {
    use("100", NOON);
    var statementId = settle(JANUARY).getFirst().statementId();
    advance(statementId, StatementState.COUNTERSIGN);
    use("50", NOON.plusSeconds(60));
    context.moveTo(BILL_DAY);

    var rerun = context.bean(Settlement.class).settle(JANUARY).block(PATIENCE);
    context.moveTo(Instant.parse("2026-03-03T00:00:00Z"));
    var february = settle(YearMonth.of(2026, 2));

    assertThat(rerun).isInstanceOf(SettlementOutcome.Advanced.class);
    assertThat(lines(february).getFirst()).isEqualTo(List.of("USAGE", "i-1", "500000", "16.65"));
    assertThat(ledger.value("SELECT month FROM statement_line WHERE kind = 'USAGE' ORDER BY"
            + " statement_no DESC LIMIT 1"))
        .isEqualTo("2026-01-01");
  }

  @Test
  void asksForPaymentFromAThousandOn() {
    use("100", NOON);
    var statementId = settle(JANUARY).getFirst().statementId();

    assertThat(advance(statementId, StatementState.PAID))
        .isInstanceOf(AdvanceOutcome.NotNext.class);
    advance(statementId, StatementState.COUNTERSIGN);
    assertThat(advance(statementId, StatementState.PAYMENT_REQUESTED))
        .isInstanceOf(AdvanceOutcome.TooLittle.class);
  }

  @Test
  void holdsSupervisedOrdersBackUntilTheMonthOfTheirAcceptance() {
    ledger.run("UPDATE product SET supervised = true");
    use("100", NOON);

    assertThat(settle(JANUARY)).isEmpty();
    assertThat(transactions())
        .singleElement()
        .extracting(ListedTransaction::reason)
        .isEqualTo(Unbilled.SUPERVISION);
    for (var step : List.of(Step.SUBMIT, Step.CONFIRM, Step.DELIVER, Step.ACCEPT)) {
      assertThat(step(step)).isInstanceOf(SupervisionOutcome.Stepped.class);
    }
    assertThat(step(Step.APPEAL))
        .isEqualTo(new SupervisionOutcome.NotPossible(Supervision.ACCEPTED, List.of()));
    assertThat(ledger.value("SELECT state FROM marketplace_order")).isEqualTo("CLOSED");
    assertThat(settle(JANUARY)).isEmpty();
    context.moveTo(Instant.parse("2026-03-03T00:00:00Z"));

    assertThat(lines(settle(YearMonth.of(2026, 2)))).hasSize(3);
  }

  @Test
  void holdsACreditCustomersUsageBackUntilItIsRepaid() {
    ledger.run("UPDATE customer SET type = 'CREDIT'");
    use("100", NOON);

    assertThat(settle(JANUARY)).isEmpty();
    ledger.run("INSERT INTO repayment VALUES (1, '2026-01-01', now())");

    assertThat(settle(JANUARY)).hasSize(1);
  }

  @Test
  void billsSalesOnceTheyAreInEffectAndNeverTrials() {
    ledger.run("UPDATE marketplace_order SET amount = 40, effective_at = NULL");
    ledger.run("UPDATE instance SET activated_at = NULL");

    assertThat(settle(JANUARY)).isEmpty();
    assertThat(transactions())
        .singleElement()
        .extracting(ListedTransaction::reason)
        .isEqualTo(Unbilled.NOT_IN_EFFECT);
    ledger.run("UPDATE marketplace_order SET effective_at = '2026-01-31 15:59Z'");

    assertThat(lines(settle(JANUARY)))
        .containsExactly(
            List.of("SALE", "null", "null", "40"), List.of("FEE", "null", "null", "-2"));
  }

  /** 0.33 less 0.02 a line; 0.31635 is due, so 0.00635 are left of each. */
  @Test
  void writesALongStatementInSeveralBatches() {
    ledger.run("""
        INSERT INTO marketplace_order (order_id, order_type, customer_no, product_no, sku_no,
            quantity, periods, state, amount, currency, effective_at, created_at)
        SELECT 'long-' || n, 'NEW', 1, 1, 1, 1, 1, 'ACTIVE', 0.333, 'CNY', '2026-01-10', '2026-01-10'
          FROM generate_series(1, 4500) n""");

    var settled = settle(JANUARY);

    assertThat(settled.getFirst().total().plainAmount()).isEqualTo("1423.575");
    assertThat(ledger.rows("""
        SELECT count(*), max(line), count(DISTINCT line), sum(amount),
               max(amount) FILTER (WHERE kind = 'ROUNDING') FROM statement_line"""))
        .containsExactly(List.of("9001", "9001", "9001", "1423.575", "28.575"));
    assertThat(ledger.value("SELECT count(*) FROM transaction_detail WHERE statement_no IS NULL"))
        .isEqualTo("0");
    assertThat(settle(JANUARY)).isEqualTo(settled);
  }

  @Test
  void refusesAMonthThatIsNotOver() {
    context.moveTo(NOON);

    assertThat(context.bean(Settlement.class).settle(JANUARY).block(PATIENCE))
        .isEqualTo(new SettlementOutcome.NotOver(JANUARY, JANUARY));
  }

  private void use(String quantity, Instant endTime) {
    var units = Quantity.of(quantity).units();
    ledger.record(new UsageRow(
        ledger.nextBatch() << 16,
        instanceNo,
        Cycle.HOURLY,
        endTime,
        endTime,
        units,
        0,
        List.of(),
        List.of()));
    var last = ledger.value("SELECT max(due_at) AT TIME ZONE 'UTC' FROM collection");
    var after = last.equals("null") ? NOON : Instant.parse(last.replace(' ', 'T') + "Z");
    CollectionTestRun.collect(
        context, CollectionDue.after(Cycle.HOURLY, after, LedgerFixture.ZONE));
    context.moveTo(BILL_DAY);
  }

  private List<StatementSummary> settle(YearMonth month) {
    if (month.equals(JANUARY)) {
      context.moveTo(BILL_DAY);
    }
    var outcome = requireNonNull(context.bean(Settlement.class).settle(month).block(PATIENCE));
    assertThat(outcome).isInstanceOf(SettlementOutcome.Settled.class);
    return ((SettlementOutcome.Settled) outcome).statements();
  }

  private AdvanceOutcome advance(String statementId, StatementState to) {
    return requireNonNull(
        context.bean(StatementAdvance.class).advance(statementId, to).block(PATIENCE));
  }

  private SupervisionOutcome step(Step step) {
    return requireNonNull(context
        .bean(ServiceSupervision.class)
        .step("o-i-1", step, Optional.empty())
        .block(PATIENCE));
  }

  private List<ListedTransaction> transactions() {
    return requireNonNull(context
        .bean(Transactions.class)
        .read(new TransactionFilter(null, null, null), 0, 100)
        .block(PATIENCE));
  }

  private List<List<String>> lines(List<StatementSummary> statements) {
    return ledger.rows("""
        SELECT kind, instance_id, trim_scale(units), amount FROM statement_line
         WHERE statement_no = %d ORDER BY line""".formatted(statements.getFirst().statementNo()));
  }
}
