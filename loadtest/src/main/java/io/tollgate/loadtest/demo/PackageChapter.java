package io.tollgate.loadtest.demo;

import io.tollgate.loadtest.demo.Stage.Purchase;
import io.tollgate.loadtest.http.Reply;
import io.tollgate.loadtest.isv.ReceivedCall;
import io.tollgate.loadtest.isv.WebhookInbox.Notification;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A package of 1,000 is used up in three hours; a second one lets the service go on. */
final class PackageChapter {

  static final String CUSTOMER = "c-1";

  private static final List<String> PUSHED = List.of("400", "400", "300");
  private static final List<String> REMAINING = List.of("600", "200", "0");
  private static final List<String> DRAWN = List.of("400", "400", "200");
  private static final Duration COLLECTED_AFTER = Duration.ofMinutes(15);

  private final Stage stage;

  PackageChapter(Stage stage) {
    this.stage = stage;
  }

  void play() throws IOException, InterruptedException {
    stage
        .narrator()
        .chapter("A customer buys messages, and a package of 1,000 that stops at its end");
    var messages = open();
    var first = buyPackage("60");
    var firstHour = nextHour();
    var answeredNanos = 0L;
    for (var hour = 0; hour < PUSHED.size(); hour++) {
      answeredNanos = push(messages, first, firstHour, hour);
    }

    stage.narrator().chapter("The package is empty: the service stops, and goes on with a new one");
    watchFreeze(messages, answeredNanos);
    collect(messages, first, firstHour);
    pushWhileFrozen(messages, first, firstHour.plus(Duration.ofHours(PUSHED.size())));
    var second = buyPackage("20");
    watchUnfreeze(messages, second);
  }

  private Purchase open() throws IOException, InterruptedException {
    Expect.status(
        201,
        stage.operator().createCustomer(CUSTOMER, "Demo Customer", "V3"),
        "create customer " + CUSTOMER);
    Expect.status(
        201, stage.operator().topUp(CUSTOMER, "100.00", "demo top-up 1"), "top up " + CUSTOMER);
    stage.tell("customer c-1 tops up 100 CNY", "balance " + balance("100"));

    var messages = stage.buy(CUSTOMER, Opening.SMS_PAY_PER_USE);
    stage.tell("c-1 orders sms-ppu; newInstance reaches the ISV, signed", active(messages));
    return messages;
  }

  private Purchase buyPackage(String balanceAfter) throws IOException, InterruptedException {
    var bought = stage.buy(CUSTOMER, Opening.SMS_PACKAGE);
    var remaining = Expect.decimal("1000", stage.remaining(bought.instanceId()), "remaining");
    stage.tell(
        "c-1 buys the package of 1,000",
        "%s, remaining %s, balance %s".formatted(active(bought), remaining, balance(balanceAfter)));
    return bought;
  }

  private String active(Purchase purchase) throws IOException {
    return Expect.text(
        "ACTIVE",
        stage.instance(purchase.instanceId()).path("state").asString(""),
        "state of " + purchase.instanceId());
  }

  private String balance(String expected) throws IOException {
    return Expect.decimal(expected, stage.customer(CUSTOMER).path("balance"), "balance of c-1");
  }

  /** Usage may not begin before the instance lives, so the story begins at the next full hour. */
  private Instant nextHour() throws IOException {
    return stage.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1));
  }

  /** Returns the moment of the gateway's answer. */
  private long push(Purchase messages, Purchase bought, Instant firstHour, int hour)
      throws IOException, InterruptedException {
    var quantity = PUSHED.get(hour);
    var reply = stage.pushHour(
        messages.instanceId(),
        firstHour.plus(Duration.ofHours(hour)),
        quantity,
        bought.instanceId());
    var answeredNanos = System.nanoTime();
    accepted(reply, "push of " + quantity);
    var remaining = Expect.decimal(
        REMAINING.get(hour),
        stage.remaining(bought.instanceId()),
        "remaining after hour " + (hour + 1));
    stage.tell(
        "hour %d: the ISV pushes %s".formatted(hour + 1, quantity),
        "%s, remaining %s%s"
            .formatted(reply.text("error_code"), remaining, overage(messages, hour)));
    if (hour == 1) {
      threshold(80);
    }
    return answeredNanos;
  }

  private String overage(Purchase messages, int hour) throws IOException {
    if (hour < PUSHED.size() - 1) {
      return "";
    }
    var usage = stage.instance(messages.instanceId()).path("usage").path(0);
    return ", overage " + Expect.decimal("100", usage.path("overage"), "overage");
  }

  static void accepted(Reply reply, String step) {
    Expect.status(200, reply, step);
    Expect.text("MKT.0000", reply.text("error_code"), step);
  }

  private void threshold(int percent) throws IOException {
    var event = event("quota.threshold");
    stage.tell("%d %% of the package is used".formatted(percent), "event " + event.type());
  }

  private Notification event(String type) {
    return Expect.present(
        stage.production().webhooks().await(event -> event.type().equals(type), Stage.PATIENCE),
        "no event " + type + " came by webhook");
  }

  private void watchFreeze(Purchase messages, long answeredNanos)
      throws IOException, InterruptedException {
    var freeze = statusCall(messages, "FREEZE");
    var afterMillis = Math.max(0, (freeze.arrivedNanos() - answeredNanos) / 1_000_000);
    var frozen = Expect.eventually(
        () -> stage.operator().instance(messages.instanceId()),
        current -> current.path("state").asString("").equals("FROZEN"),
        Stage.PATIENCE,
        "the instance is frozen");
    stage.tell(
        "FREEZE reaches the ISV %d ms after the push, signed".formatted(afterMillis),
        "instance FROZEN " + reasons(frozen));
    stage.tell("the last package is empty", "event " + event("quota.exhausted").type());
  }

  private ReceivedCall statusCall(Purchase messages, String status) throws InterruptedException {
    var call = stage.received(status, candidate -> isStatusCall(candidate, messages, status));
    Expect.that(call.isProven(), status + ": the ISV could not prove it: " + call.proof());
    return call;
  }

  private static boolean isStatusCall(ReceivedCall call, Purchase messages, String status) {
    return call.instanceId().equals(messages.instanceId()) && call.status().equals(status);
  }

  private static List<String> reasons(JsonNode instance) {
    var reasons = new ArrayList<String>();
    instance.path("freezeReasons").forEach(reason -> reasons.add(reason.asString()));
    return reasons;
  }

  private void collect(Purchase messages, Purchase bought, Instant firstHour) throws IOException {
    stage.moveClock(firstHour.plus(Duration.ofHours(PUSHED.size())).plus(COLLECTED_AFTER));
    var items = Expect.status(200, stage.billing().page("aggregates", "", 1000), "read the feed")
        .path("items");
    var ours = new ArrayList<JsonNode>();
    items.forEach(item -> {
      if (item.path("instanceId").asString("").equals(messages.instanceId())) {
        ours.add(item);
      }
    });
    Expect.that(ours.size() == 3, "aggregates in the feed: " + ours.size() + " (expected: 3)");

    var quantities = new ArrayList<String>();
    var draws = new ArrayList<String>();
    for (var hour = 0; hour < ours.size(); hour++) {
      var aggregate = ours.get(hour);
      var deduction = aggregate.path("deductions").path(0);
      quantities.add(
          Expect.decimal(PUSHED.get(hour), aggregate.path("quantity"), "aggregated quantity"));
      draws.add(Expect.decimal(DRAWN.get(hour), deduction.path("quantity"), "aggregated draw"));
      Expect.text(
          bought.instanceId(),
          deduction.path("packageInstanceId").asString(""),
          "package drawn from");
      Expect.decimal("0", aggregate.path("amount"), "aggregated amount");
    }
    stage.tell(
        "the feed after the collection at minute 15: 3 aggregates",
        "%s, draws %s, amount 0".formatted(String.join("/", quantities), String.join("/", draws)));
  }

  private void pushWhileFrozen(Purchase messages, Purchase bought, Instant begin)
      throws IOException {
    var now = stage.now();
    var reply = stage.push(messages.instanceId(), begin, now, now, "1", bought.instanceId());
    var refused = reply.json().path("data").path("abnormal_usage_data").path(0);
    Expect.text("94060999", reply.text("error_code"), "a push while frozen");
    stage.tell(
        "a push for the time of the freeze is refused",
        reply.text("error_code")
            + ", record "
            + Expect.text("013", refused.path("error_code").asString(""), "its record"));
  }

  private void watchUnfreeze(Purchase messages, Purchase second)
      throws IOException, InterruptedException {
    statusCall(messages, "UNFREEZE");
    Expect.eventually(
        () -> stage.operator().instance(messages.instanceId()),
        current -> current.path("state").asString("").equals("ACTIVE"),
        Stage.PATIENCE,
        "the instance is active again");
    var freezes =
        stage.production().calls().matching(call -> isStatusCall(call, messages, "FREEZE"));
    Expect.that(freezes.size() == 1, "FREEZE came " + freezes.size() + " times (expected: once)");
    var remaining = Expect.decimal("1000", stage.remaining(second.instanceId()), "remaining");
    stage.tell(
        "UNFREEZE reaches the ISV, signed; FREEZE had come once",
        active(messages) + ", remaining " + remaining);
  }
}
