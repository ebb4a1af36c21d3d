package io.tollgate.loadtest.demo;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** The month ends: a statement for the ISV, and the books agree. */
final class MonthEndChapter {

  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("yyyyMM");

  /** After the daily collection of the month's last day. */
  private static final LocalTime MONTH_CLOSED = LocalTime.of(2, 0);

  private final Stage stage;
  private final Instant beginning;

  MonthEndChapter(Stage stage, Instant beginning) {
    this.stage = stage;
    this.beginning = beginning;
  }

  void play() throws IOException {
    stage.narrator().chapter("The month ends");
    settle();
    reconcile();
  }

  private void settle() throws IOException {
    var month = YearMonth.from(stage.now().atZone(ZONE));
    var name = MONTH.format(month);
    stage.moveClock(
        month.plusMonths(1).atDay(1).atTime(MONTH_CLOSED).atZone(ZONE).toInstant());
    var settled = stage.operator().settle(name);
    Expect.that(settled.isSuccess(), "settle " + name + ": answered " + settled.inShort());

    var statements = Expect.status(
            200, stage.billing().statements(name, stage.isvId()), "read statements")
        .path("items");
    Expect.that(statements.size() == 1, "statements: " + statements.size() + " (expected: one)");
    var statement = statements.path(0);
    var total = statement.path("total").asString("");
    var lines = lines(statement.path("statementId").asString(""), total);
    stage.tell(
        "the statement of %s for %s".formatted(name, stage.isvId()),
        "%s, %s CNY in %s".formatted(statement.path("state").asString(""), total, lines));
  }

  /** Adds the lines up, and names their kinds. */
  private String lines(String statementId, String total) throws IOException {
    var lines = Expect.status(
            200, stage.billing().statementLines(statementId), "read statement lines")
        .path("items");
    var sum = BigDecimal.ZERO;
    var kinds = new TreeSet<String>();
    for (var line : lines) {
      sum = sum.add(new BigDecimal(line.path("amount").asString("0")));
      kinds.add(line.path("kind").asString(""));
    }
    Expect.that(
        sum.compareTo(new BigDecimal(total)) == 0,
        "the lines add up to " + sum + " (expected: the total, " + total + ")");
    return lines.size() + " lines " + String.join(" ", kinds);
  }

  private void reconcile() throws IOException {
    var books = Expect.status(
        200, stage.billing().reconciliation(beginning, stage.now()), "read the reconciliation");
    var accepted = BigDecimal.ZERO;
    var collected = BigDecimal.ZERO;
    for (var cycle : books.path("cycles")) {
      accepted = accepted.add(quantity(cycle.path("accepted")));
      collected = collected.add(quantity(cycle.path("collected")));
    }
    var differences = books.path("differences");
    Expect.that(
        differences.isArray() && differences.isEmpty(),
        "the reconciliation shows differences: " + differences);
    stage.tell(
        "reconciliation since the beginning",
        "accepted %s, collected %s, no difference"
            .formatted(accepted.toPlainString(), collected.toPlainString()));
  }

  private static BigDecimal quantity(JsonNode sums) {
    return new BigDecimal(sums.path("quantity").asString("0"));
  }
}
