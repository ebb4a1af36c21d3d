package io.tollgate.loadtest.demo;

import io.tollgate.loadtest.demo.Stage.Purchase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A customer on pay per use spends more than is there: grace, freeze, top-up, and on it goes. */
final class ArrearsChapter {

  private static final String CUSTOMER = "c-2";

  private final Stage stage;

  ArrearsChapter(Stage stage) {
    this.stage = stage;
  }

  void play() throws IOException, InterruptedException {
    stage.narrator().chapter("Another customer pays per use, and runs out of money");
    var mail = open();
    spend(mail);
    waitOutGrace(mail);
    topUp(mail);
  }

  private Purchase open() throws IOException, InterruptedException {
    Expect.status(
        201,
        stage.operator().createCustomer(CUSTOMER, "Demo Spender", "V3"),
        "create customer " + CUSTOMER);
    Expect.status(
        201, stage.operator().topUp(CUSTOMER, "10.00", "demo top-up 2"), "top up " + CUSTOMER);
    var mail = stage.buy(CUSTOMER, Opening.MAIL_PAY_PER_USE);
    stage.tell(
        "customer c-2, level V3, tops up 10 CNY, orders mail-ppu", "balance " + balance("10"));
    return mail;
  }

  private void spend(Purchase mail) throws IOException {
    var hour = stage.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1));
    var reply = stage.pushHour(mail.instanceId(), hour, "150", null);
    PackageChapter.accepted(reply, "push of 150");
    stage.tell("the ISV pushes 150 mails of 0.10 CNY", reply.text("error_code"));

    stage.moveClock(hour.plus(Duration.ofMinutes(75)));
    var standing = standing("GRACE");
    stage.tell(
        "the collection at minute 15 takes 15 CNY",
        "balance %s, %s until %s".formatted(balance("-5"), standing, graceEndsAt()));
  }

  private String balance(String expected) throws IOException {
    return Expect.decimal(expected, stage.customer(CUSTOMER).path("balance"), "balance of c-2");
  }

  private String standing(String expected) throws IOException {
    return Expect.text(
        expected, stage.customer(CUSTOMER).path("standing").asString(""), "standing of c-2");
  }

  private Instant graceEndsAt() throws IOException {
    var text = stage.customer(CUSTOMER).path("graceEndsAt").asString("");
    Expect.that(!text.isEmpty(), "c-2 is in grace, but graceEndsAt is not set");
    return Instant.parse(text);
  }

  private void waitOutGrace(Purchase mail) throws IOException, InterruptedException {
    stage.moveClock(graceEndsAt());
    freezeCall(mail, "FREEZE");
    var standing = standing("RETENTION");
    var state = stage.instance(mail.instanceId()).path("state").asString("");
    stage.tell(
        "grace ends after a day; FREEZE reaches the ISV, signed",
        standing + ", instance " + Expect.text("FROZEN", state, "state of the instance"));
  }

  private void topUp(Purchase mail) throws IOException, InterruptedException {
    Expect.status(
        201, stage.operator().topUp(CUSTOMER, "20.00", "demo top-up 3"), "top up " + CUSTOMER);
    freezeCall(mail, "UNFREEZE");
    var state = stage.instance(mail.instanceId()).path("state").asString("");
    stage.tell(
        "c-2 tops up 20 CNY; UNFREEZE reaches the ISV, signed",
        "balance %s, %s, instance %s"
            .formatted(
                balance("15"),
                standing("GOOD"),
                Expect.text("ACTIVE", state, "state of the instance")));
  }

  private void freezeCall(Purchase mail, String status) throws InterruptedException {
    var call = stage.received(
        status,
        candidate -> candidate.instanceId().equals(mail.instanceId())
            && candidate.status().equals(status));
    Expect.that(call.isProven(), status + ": the ISV could not prove it: " + call.proof());
  }
}
