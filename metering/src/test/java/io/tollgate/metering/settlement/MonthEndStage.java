package io.tollgate.metering.settlement;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.metering.account.Journal;
import io.tollgate.metering.collection.CollectionContext;
import io.tollgate.metering.collection.CollectionDue;
import io.tollgate.metering.collection.CollectionTestRun;
import io.tollgate.metering.collection.LedgerFixture;
import io.tollgate.metering.collection.LedgerFixture.UsageRow;
import io.tollgate.metering.correction.CorrectionReply;
import io.tollgate.metering.correction.CorrectionRequest;
import io.tollgate.metering.correction.Corrections;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.settlement.BillDay;
import io.tollgate.rules.settlement.StatementState;
import io.tollgate.rules.settlement.Supervision.Step;
import io.tollgate.rules.usage.Cycle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Plays the commands of a month's end. What people and other parts of the product do is written as
 * they write it; collections, corrections, supervision and settlement are the engine's own.
 */
final class MonthEndStage {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LedgerFixture ledger;
  private final CollectionContext context;
  private final MonthEndShop shop;
  private final Map<String, Long> records = new HashMap<>();
  private final List<String> calendar = new ArrayList<>();
  private Instant lastDueAt = Instant.EPOCH;

  MonthEndStage(LedgerFixture ledger, CollectionContext context) {
    this.ledger = ledger;
    this.context = context;
    this.shop = new MonthEndShop(ledger, context.bean(Journal.class));
  }

  String play(String command) {
    var words = new MonthEndWords(command);
    var outcome = switch (words.next()) {
      case "product" -> shop.product(words);
      case "customer" -> shop.customer(words);
      case "order" -> shop.order(words);
      case "effective" -> shop.effective(words);
      case "fails" -> shop.fails(words);
      case "refund" -> shop.refund(words);
      case "instance" -> shop.instance(words);
      case "use" -> use(words);
      case "correct" -> correct(words);
      case "repaid" -> shop.repaid(words);
      case "supervision" -> supervision(words);
      case "holiday" -> day(words, "holiday");
      case "workday" -> day(words, "workday");
      case "bill-day" -> billDay(words);
      case "run" -> run(words);
      case "advance" -> advance(words);
      case "transactions" -> transactions(words);
      case "account" -> account(words);
      default -> throw new IllegalArgumentException("no such command");
    };
    words.end();
    return outcome;
  }

  /** {@code use r1 i 12.5 until T [arriving T]}, and the next collection takes it. */
  private String use(MonthEndWords words) {
    var record = words.next();
    var instanceNo = shop.instanceNo(words.next());
    var units = Quantity.of(words.next()).units();
    words.skip("until");
    var endTime = words.time();
    var arrival = words.take("arriving") ? words.time() : endTime;
    var recordNo = ledger.nextBatch() << 16;
    records.put(record, recordNo);
    ledger.record(new UsageRow(
        recordNo, instanceNo, Cycle.HOURLY, endTime, arrival, units, 0, List.of(), List.of()));
    var due = CollectionDue.after(
        Cycle.HOURLY, arrival.isAfter(lastDueAt) ? arrival : lastDueAt, LedgerFixture.ZONE);
    lastDueAt = due.dueAt();
    CollectionTestRun.collect(context, due);
    return "";
  }

  /** {@code correct r1 of isv to 9.5 on T}. */
  private String correct(MonthEndWords words) {
    var sn = "sn-" + records.get(words.next());
    words.skip("of");
    var isvId = words.next();
    words.skip("to");
    var quantity = Quantity.of(words.next());
    words.skip("on");
    context.moveTo(words.time());
    var request = new CorrectionRequest(isvId, sn, quantity, "counted wrong", null);
    return switch (done(context.bean(Corrections.class).correct(request))) {
      case CorrectionReply.Corrected(var effect) -> effect.amount().plainAmount();
      case CorrectionReply refused -> refused.toString();
    };
  }

  /** {@code supervision o1 SUBMIT CONFIRM DELIVER ACCEPT on T}. */
  private String supervision(MonthEndWords words) {
    var orderId = words.next();
    var steps = new ArrayList<Step>();
    while (!words.take("on")) {
      steps.add(Step.valueOf(words.next()));
    }
    context.moveTo(words.time());
    var state = "";
    for (var step : steps) {
      state = switch (done(
          context.bean(ServiceSupervision.class).step(orderId, step, Optional.empty()))) {
        case SupervisionOutcome.Stepped(var _, var service) -> service.state().toString();
        case SupervisionOutcome refused -> throw new IllegalArgumentException(refused.toString());
      };
    }
    return state + ", order "
        + ledger.value(
            "SELECT state FROM marketplace_order WHERE order_id = '%s'".formatted(orderId));
  }

  private String day(MonthEndWords words, String kind) {
    calendar.add(words.next() + " " + kind);
    return "";
  }

  /** Read from a calendar file, as the configuration names one. */
  private String billDay(MonthEndWords words) {
    var month = YearMonth.parse(words.next());
    try {
      var file = Files.createTempFile("calendar", ".txt");
      Files.write(file, calendar);
      var day = BillDay.of(month, WorkingCalendar.of(file));
      Files.delete(file);
      return day + " " + day.getDayOfWeek();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code run 2020-02 on T}: every statement with its lines, as they were written. */
  private String run(MonthEndWords words) {
    var month = YearMonth.parse(words.next());
    words.skip("on");
    context.moveTo(words.time());
    return switch (done(context.bean(Settlement.class).settle(month))) {
      case SettlementOutcome.Settled(var _, var statements) ->
        statements.isEmpty()
            ? "nothing"
            : statements.stream().map(this::statement).collect(joining("; "));
      case SettlementOutcome.NotOver _ -> "not over";
      case SettlementOutcome.Advanced(var statement) ->
        "kept, " + statement.statementId() + " is " + statement.state();
    };
  }

  private String statement(StatementSummary statement) {
    var lines = done(
        context.bean(StatementLines.class).stream(statement.statementId(), 0).collectList());
    return statement.isvId() + ": "
        + lines.stream().map(line -> line(line, statement.month())).collect(joining(", ")) + " = "
        + statement.total().plainAmount();
  }

  /** What lies in another month says so. */
  private static String line(ListedLine line, YearMonth ofStatement) {
    var what = line.instanceId() != null ? line.instanceId() : line.orderId();
    return line.kind()
        + (what == null ? "" : " " + what)
        + " " + line.amount().stripTrailingZeros().toPlainString()
        + (line.month().equals(ofStatement) ? "" : " (" + line.month() + ")");
  }

  /** {@code advance 202601-isv-CNY COUNTERSIGN PAYMENT_REQUESTED}. */
  private String advance(MonthEndWords words) {
    var statementId = words.next();
    var outcome = "";
    while (words.hasNext()) {
      var to = StatementState.valueOf(words.next());
      outcome = switch (done(context.bean(StatementAdvance.class).advance(statementId, to))) {
        case AdvanceOutcome.Advanced(var statement) -> statement.state().toString();
        case AdvanceOutcome.NotNext(var state, var next) ->
          state + ", next is " + next.map(Enum::toString).orElse("nothing");
        case AdvanceOutcome.TooLittle(var accumulated, var least) ->
          "too little, " + accumulated + " of " + least;
      };
    }
    return outcome;
  }

  /** {@code transactions on T}: all that was sold, billed or why not. */
  private String transactions(MonthEndWords words) {
    words.skip("on");
    context.moveTo(words.time());
    context.bean(SaleBook.class).bringUpToDate().block(PATIENCE);
    var listed =
        done(context.bean(Transactions.class).stream(new TransactionFilter(null, null, null), 0)
            .collectList());
    return listed.isEmpty()
        ? "none"
        : listed.stream().map(MonthEndStage::transaction).sorted().collect(joining(", "));
  }

  private static String transaction(ListedTransaction transaction) {
    var item = transaction.item();
    var what = item.instanceId() == null ? item.orderId() : item.instanceId();
    return item.kind() + " " + what + " " + item.amount().plainAmount() + " "
        + (transaction.statementId() == null ? transaction.reason() : "BILLED");
  }

  private String account(MonthEndWords words) {
    var name = words.next();
    var balance =
        ledger.rows("SELECT trim_scale(balance) FROM account WHERE account = '%s'".formatted(name));
    return balance.isEmpty() ? "0" : balance.getFirst().getFirst();
  }

  /** The books balance, and every statement is the sum of its lines, whatever was played. */
  void requireThatEverythingAddsUp() {
    assertThat(ledger.value("SELECT trim_scale(coalesce(sum(amount), 0)) FROM posting"))
        .isEqualTo("0");
    assertThat(ledger.rows("""
        SELECT account FROM account a
         WHERE balance <> (
           SELECT sum(amount) FROM posting p
            WHERE p.account = a.account AND p.currency = a.currency)""")).isEmpty();
    assertThat(ledger.rows("""
        SELECT statement_id FROM statement s
         WHERE total <> (
           SELECT sum(amount) FROM statement_line l WHERE l.statement_no = s.statement_no)""")).isEmpty();
  }

  private static <T> T done(Mono<T> work) {
    return requireNonNull(work.block(PATIENCE));
  }
}
