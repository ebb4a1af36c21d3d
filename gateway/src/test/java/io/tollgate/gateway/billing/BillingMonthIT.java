package io.tollgate.gateway.billing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.protocol.signature.SdkRequest;
import io.tollgate.metering.account.Journal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** A random month, pulled while it is written, corrected and settled: every total is its parts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestPropertySource(
    properties = {
      "test.world=BillingMonthIT",
      "tollgate.clock-start=2026-01-31T04:00:00Z",
      "tollgate.settlement.calendar=src/test/resources/holidays.txt"
    })
class BillingMonthIT extends BillingFaceIT {

  private static final long SEED = 20260131;
  private static final int HOURS = 6;
  private static final int CORRECTIONS = 8;
  private static final Instant COLLECTED = RandomMonth.START.plus(Duration.ofHours(HOURS + 1));

  @Autowired
  private Journal journal;

  private final ByteArrayOutputStream pulledDuring = new ByteArrayOutputStream();
  private final List<Seller> sellers = new ArrayList<>();

  @TempDir
  private Path folder;

  @BeforeAll
  void livesTheMonth() throws Exception {
    var month = new RandomMonth(stores, journal, SEED);
    for (var customerId : RandomMonth.CUSTOMERS) {
      create(
          "/ops/v1/customers",
          Map.of(
              "customerId",
              customerId,
              "name",
              "C",
              "level",
              "V3",
              "type",
              "PREPAID",
              "currency",
              "CNY"));
      create(
          "/ops/v1/customers/" + customerId + "/top-ups",
          Map.of("amount", "100000", "reference", "r-" + customerId));
    }
    sell(month, "GENERAL", Map.of("model", "PER_UNIT", "currency", "CNY", "unitPrice", "0.04537"));
    sell(
        month,
        "CO_SELL",
        Map.of(
            "model",
            "VOLUME",
            "currency",
            "CNY",
            "tiers",
            List.of(Map.of("upTo", "40", "unitPrice", "0.05"), Map.of("unitPrice", "0.0333"))));
    var writing = CompletableFuture.runAsync(() -> write(month));
    while (!writing.isDone()) {
      pullOn();
    }
    writing.get();
    correct(month);
    pullOn();
    settlesOnTheWorkingDayAfterTheThird();
  }

  private void sell(RandomMonth month, String category, Map<String, ?> price) throws Exception {
    var seller = seller();
    sellers.add(seller);
    var product = product(seller, Map.of("category", category, "platformFeePercent", "5"));
    create(
        "/ops/v1/products/" + product + "/skus",
        Map.of(
            "skuCode",
            "ppu-" + product,
            "chargingMode",
            "ON_DEMAND",
            "items",
            List.of(Map.of(
                "productId",
                "pid-" + product,
                "name",
                "Call",
                "unit",
                "call",
                "cycle",
                "HOURLY",
                "price",
                price))));
    month.addInstances("pid-" + product);
    month.addSales("pid-" + product, 6);
  }

  /** Some usage comes an hour late. */
  private void write(RandomMonth month) {
    try {
      for (var hour = 0; hour < HOURS; hour++) {
        var from = RandomMonth.START.plus(Duration.ofHours(hour));
        var end = from.plus(Duration.ofHours(1));
        month.use(from, end);
        moveTo(end.plus(Duration.ofMinutes(15)));
        month.use(from, end.plus(Duration.ofMinutes(20)));
      }
      moveTo(COLLECTED.plus(Duration.ofMinutes(15)));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Goes on where the last stream ended, by the number of the last item read. */
  private void pullOn() {
    var lines = pulledDuring.toString(UTF_8).lines().count();
    pulledDuring.writeBytes(ndjson("aggregates?after=" + lines).getBytes(UTF_8));
  }

  private void correct(RandomMonth month) throws Exception {
    for (var sn : month.someRecords(CORRECTIONS)) {
      var isv = sellers.get((int) month.number(
          "SELECT count(*) FROM usage_record JOIN isv USING (isv_no) WHERE metering_sn = '" + sn
              + "' AND isv_id = '" + sellers.get(1).isvId() + "'"));
      var body = """
          {"isvId":"%s","meteringSn":"%s","quantity":"1.5","reason":"counted wrong"}""".formatted(isv.isvId(), sn);
      var preview = post("/ops/v1/corrections?preview=true", body, 200);
      var done = post("/ops/v1/corrections", body, 201);
      assertThat(done.get("amount")).isEqualTo(preview.get("amount"));
      var again = post("/ops/v1/corrections", body, 409);
      assertThat(again.get("correctionId")).isEqualTo(done.get("correctionId"));
      assertThat(again.get("detail").asString()).contains("to correct it once more send");
    }
  }

  /** By itself, at midnight in Shanghai; the 3rd is a holiday of this test's calendar. */
  private void settlesOnTheWorkingDayAfterTheThird() {
    moveTo(Instant.parse("2026-02-03T15:59:59Z"));
    assertThat(page("statements?month=202601").get("items")).isEmpty();
    moveTo(Instant.parse("2026-02-03T16:00:00Z"));
    assertThat(page("statements?month=202601").get("items")).hasSize(2);
    pullOn();
  }

  private JsonNode settle(int status) {
    return post("/ops/v1/settlements/202601", "", status);
  }

  @Test
  void showsTheSameBytesWhetherPulledDuringTheWritingOrLater() {
    assertThat(pulledDuring.toString(UTF_8)).isNotEmpty().isEqualTo(ndjson("aggregates"));
  }

  @Test
  void everyClosingIsTheSumOfItsAggregates() {
    var aggregates = items("aggregates");
    for (var closing : items("closings")) {
      var count = closing.get("aggregates").asInt();
      var first = count == 0 ? 0 : closing.get("firstSequence").asInt() - 1;
      var own = aggregates.subList(first, first + count);
      assertThat(sum(own, "quantity")).isEqualByComparingTo(decimal(closing, "quantity"));
      assertThat(sum(own, "amount")).isEqualByComparingTo(decimal(closing, "amount"));
      assertThat(own.stream().mapToLong(one -> one.get("recordCount").asLong()).sum())
          .isEqualTo(closing.get("records").asLong());
    }
  }

  @Test
  void everyAggregateIsTheSumOfItsParts() {
    for (var aggregate : items("aggregates")) {
      var deducted = sum(children(aggregate.get("deductions")), "quantity");
      assertThat(deducted
              .add(decimal(aggregate, "onDemandQuantity"))
              .add(decimal(aggregate, "overageQuantity")))
          .isEqualByComparingTo(decimal(aggregate, "quantity"));
    }
    var report = page("reconciliation?from=2026-01-31T00:00:00Z&to=2026-02-01T00:00:00Z");
    assertThat(report.get("cycles")).isNotEmpty();
    assertThat(report.get("differences")).isEmpty();
  }

  @Test
  void everyAccountIsTheSumOfItsPostings() {
    var postings = items("journal").stream()
        .flatMap(entry -> children(entry.get("postings")).stream())
        .toList();
    var accounts = items("accounts");

    assertThat(accounts).hasSizeGreaterThan(6);
    for (var account : accounts) {
      var own = postings.stream()
          .filter(posting -> posting.get("account").equals(account.get("account")))
          .toList();
      assertThat(sum(own, "amount")).isEqualByComparingTo(decimal(account, "balance"));
      assertThat(page("accounts/" + account.get("account").asString()).at("/balances/0/balance"))
          .isEqualTo(account.get("balance"));
    }
    var trial = page("trial-balance");
    assertThat(trial.at("/currencies/0/sum").asString()).isEqualTo("0");
    assertThat(trial.get("differences")).isEmpty();
    assertThat(sum(children(trial.at("/currencies/0/groups")), "sum")).isZero();
  }

  @Test
  void everyStatementIsTheSumOfItsLinesInWhateverForm() {
    for (var statement : children(page("statements?month=202601").get("items"))) {
      var path = "statements/" + statement.get("statementId").asString();
      var lines = children(page(path + "/lines?limit=1000").get("items"));

      assertThat(sum(lines, "amount")).isEqualByComparingTo(decimal(statement, "total"));
      assertThat(items(path + "/lines")).isEqualTo(lines);
      assertThat(csv(path + "/lines")).isEqualTo(cells(lines));
      assertThat(body(path + "/page", MediaType.TEXT_HTML))
          .contains(
              "Total in CNY</td><td class=\"number\">" + statement.get("total").asString());
    }
  }

  /** What was sold is on the statements, to the last decimal, less the fee of general products. */
  @Test
  void everyTransactionIsOnceOnAStatementAndIsTheSumOfItsAggregates() {
    var transactions = items("transactions?month=202601");
    var bought = items("aggregates").stream()
        .collect(toMap(
            one -> kindOf(one) + " " + one.get("instanceId").asString(),
            one -> decimal(one, "amount"),
            BigDecimal::add));

    assertThat(transactions)
        .isNotEmpty()
        .allSatisfy(one -> assertThat(one.get("state").asString()).isEqualTo("BILLED"))
        .noneSatisfy(one -> assertThat(one.get("orderId").asString()).startsWith("trial"));
    assertThat(transactions.stream()
            .filter(one -> !one.get("instanceId").isNull())
            .collect(toMap(
                one -> one.get("kind").asString() + " " + one.get("instanceId").asString(),
                one -> decimal(one, "amount"),
                BigDecimal::add)))
        .hasSameSizeAs(bought)
        .allSatisfy((name, amount) ->
            assertThat(amount).isEqualByComparingTo(requireNonNull(bought.get(name))));
    for (var i = 0; i < sellers.size(); i++) {
      var isvId = sellers.get(i).isvId();
      var sold = sum(items("transactions?month=202601&isvId=" + isvId), "amount");
      var share = new BigDecimal(i == 0 ? "0.95" : "1");
      var statement = page("statements?month=202601&isvId=" + isvId).at("/items/0");
      assertThat(decimal(statement, "total")).isEqualByComparingTo(sold.multiply(share));
    }
    assertThat(csv("transactions?month=202601")).isEqualTo(cells(transactions));
  }

  private static String kindOf(JsonNode aggregate) {
    return aggregate.get("kind").asString().equals("ADJUSTMENT") ? "CORRECTION" : "USAGE";
  }

  @Test
  void runsAMonthAgainWithoutATraceUntilItAdvanced() {
    var journal = ndjson("journal");
    var statements = page("statements?month=202601");

    settle(200);

    assertThat(ndjson("journal")).isEqualTo(journal);
    assertThat(page("statements?month=202601")).isEqualTo(statements);
  }

  @Test
  void filtersTheFeedByWhoAndWhatAndWhen() {
    var all = items("aggregates");
    var first = all.getFirst();

    for (var member :
        List.of("isvId", "customerId", "productCode", "productId", "instanceId", "cycleStart")) {
      var wanted = first.get(member);
      assertThat(items("aggregates?" + member + "=" + wanted.asString()))
          .isNotEmpty()
          .isEqualTo(all.stream().filter(one -> one.get(member).equals(wanted)).toList());
    }
    assertThat(items("aggregates?cycle=HOURLY")).isEqualTo(all);
    assertThat(items("aggregates?cycle=DAILY")).isEmpty();
    assertThat(items("aggregates?isvId=nobody")).isEmpty();
  }

  @Test
  void theScriptOfTheGuideProvesTheChainAndSeesAChangedDigit() throws Exception {
    var closings = Files.writeString(folder.resolve("closings"), ndjson("closings"));
    var aggregates = Files.writeString(folder.resolve("aggregates"), ndjson("aggregates"));

    assertThat(verify(closings, aggregates)).startsWith("0 The chain holds:");
    Files.writeString(
        aggregates, ndjson("aggregates").replaceFirst("\"recordCount\":1", "\"recordCount\":2"));
    assertThat(verify(closings, aggregates)).startsWith("1 Closing ");
  }

  /** Where there is no Python the same is done here, over the lines as they came. */
  private static String verify(Path closings, Path aggregates) throws Exception {
    var script = Path.of("../docs/guides/verify-chain.py").toString();
    try {
      var process = new ProcessBuilder(
              "python3", script, closings.toString(), aggregates.toString())
          .redirectErrorStream(true)
          .start();
      var output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return process.waitFor() + " " + output;
    } catch (IOException noPython) {
      return verifyLines(Files.readAllLines(closings), Files.readAllLines(aggregates));
    }
  }

  private static String verifyLines(List<String> closings, List<String> aggregates) {
    var previous = "0".repeat(64);
    var lines = aggregates.iterator();
    for (var line : closings) {
      var closing = JSON.readTree(line);
      var link = new StringBuilder(previous + "\n");
      for (var left = closing.get("aggregates").asInt(); left > 0; left--) {
        link.append(lines.next()).append('\n');
      }
      previous = SdkRequest.sha256(link.toString().getBytes(UTF_8));
      if (!previous.equals(closing.get("sha256").asString())) {
        return "1 Closing " + closing.get("closingId").asString() + " differs";
      }
    }
    return "0 The chain holds: " + aggregates.size() + " aggregates, " + previous;
  }

  @Test
  void listsToAnIsvOnlyWhatDiffersWithBothFigures() {
    var seller = sellers.getFirst();
    var cycle =
        items("aggregates?isvId=" + seller.isvId()).getFirst().get("cycleStart").asString();
    var totals = totals(seller, cycle);
    assertThat(reconcile(seller, cycle, totals)).isEmpty();

    var first = totals.getFirst();
    var wrong = new ArrayList<>(totals);
    wrong.set(0, Map.of("instanceId", first.get("instanceId"), "quantity", "0.0001", "count", 7));
    wrong.add(Map.of("instanceId", "i-unknown", "quantity", "3", "count", 1));

    assertThat(reconcile(seller, cycle, wrong))
        .extracting(JsonNode::toString)
        .containsExactlyInAnyOrder(
            """
            {"instanceId":"%s","yours":{"quantity":"0.0001","count":7},\
            "ours":{"quantity":"%s","count":%s}}""".formatted(first.get("instanceId"), first.get("quantity"), first.get("count")), """
            {"instanceId":"i-unknown","yours":{"quantity":"3","count":1},\
            "ours":{"quantity":"0","count":0}}""");
  }

  /** What the feed says of the cycle, instance by instance. */
  private List<Map<String, Object>> totals(Seller seller, String cycle) {
    var byInstance = items("aggregates?isvId=" + seller.isvId() + "&cycleStart=" + cycle).stream()
        .collect(groupingBy(one -> one.get("instanceId").asString(), TreeMap::new, toList()));
    return byInstance.entrySet().stream()
        .<Map<String, Object>>map(entry -> Map.of(
            "instanceId", entry.getKey(),
            "quantity", DecimalText.of(sum(entry.getValue(), "quantity")),
            "count",
                entry.getValue().stream()
                    .mapToLong(one -> one.get("recordCount").asLong())
                    .sum()))
        .toList();
  }

  private List<JsonNode> reconcile(Seller seller, String cycle, List<Map<String, Object>> totals) {
    var body =
        JSON.writeValueAsString(Map.of("cycleStart", cycle, "cycle", "HOURLY", "totals", totals));
    var reply = send(
            seller.calls(), HttpMethod.POST, "/isv/v1/reconciliations", "application/json", body)
        .expectStatus()
        .isOk()
        .expectBody()
        .returnResult()
        .getResponseBody();
    return children(JSON.readTree(requireNonNull(reply)).get("differences"));
  }
}
