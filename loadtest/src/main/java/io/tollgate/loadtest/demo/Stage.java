package io.tollgate.loadtest.demo;

import io.tollgate.loadtest.http.Reply;
import io.tollgate.loadtest.isv.IsvClient;
import io.tollgate.loadtest.isv.ProductionServer;
import io.tollgate.loadtest.isv.ReceivedCall;
import io.tollgate.loadtest.isv.UsageRecord;
import io.tollgate.loadtest.platform.BillingFace;
import io.tollgate.loadtest.platform.OperatorFace;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * All that the chapters of the story play with.
 *
 * @param isvId the ISV whose production server and client these are
 */
record Stage(
    OperatorFace operator,
    BillingFace billing,
    IsvClient isv,
    ProductionServer production,
    Narrator narrator,
    String isvId)
    implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration REPORTED_AFTER = Duration.ofMinutes(5);

  /** What a customer bought and where it lives. */
  record Purchase(String orderId, String instanceId) {}

  Instant now() throws IOException {
    var clock = Expect.status(200, operator.clock(), "read the clock");
    return Instant.parse(clock.path("now").asString());
  }

  Instant moveClock(Instant to) throws IOException {
    var clock = Expect.status(200, operator.moveClock(to), "move the clock to " + to);
    return Instant.parse(clock.path("now").asString());
  }

  void tell(String done, String answer) throws IOException {
    narrator.step(now(), done, answer);
  }

  /** Orders, and waits until the ISV has been asked, by a signed call, and the order is active. */
  Purchase buy(String customerId, String skuCode) throws IOException, InterruptedException {
    var step = customerId + " orders " + skuCode;
    var order = Expect.status(201, operator.order(customerId, skuCode), step);
    var orderId = order.path("orderId").asString();
    var call = received(
        "newInstance for " + orderId,
        candidate -> candidate.activity().equals("newInstance")
            && candidate.member("orderId").equals(orderId));
    Expect.that(call.isProven(), step + ": the ISV could not prove newInstance: " + call.proof());
    var active = Expect.eventually(
        () -> operator.orderById(orderId),
        current -> current.path("state").asString("").equals("ACTIVE"),
        PATIENCE,
        step);
    return new Purchase(
        orderId, active.path("instances").path(0).path("instanceId").asString(""));
  }

  /** The call that the ISV's server received, or is about to. */
  ReceivedCall received(String what, Predicate<ReceivedCall> wanted) throws InterruptedException {
    return Expect.present(
        production.calls().await(wanted, PATIENCE),
        what + ": no such call reached the ISV within " + PATIENCE.toSeconds() + " s");
  }

  JsonNode instance(String instanceId) throws IOException {
    return Expect.status(200, operator.instance(instanceId), "read instance " + instanceId);
  }

  JsonNode customer(String customerId) throws IOException {
    return Expect.status(200, operator.customer(customerId), "read customer " + customerId);
  }

  /** What is left of a package. */
  JsonNode remaining(String packageInstanceId) throws IOException {
    return instance(packageInstanceId).path("quotas").path(0).path("remaining");
  }

  /** Moves the clock to five minutes past the hour and reports what was used in it. */
  Reply pushHour(
      String instanceId, Instant hour, String quantity, @Nullable String packageInstanceId)
      throws IOException {
    var end = hour.plus(Duration.ofHours(1));
    var reportedAt = moveClock(end.plus(REPORTED_AFTER));
    return push(instanceId, hour, end, reportedAt, quantity, packageInstanceId);
  }

  Reply push(
      String instanceId,
      Instant begin,
      Instant end,
      Instant recordTime,
      String quantity,
      @Nullable String packageInstanceId)
      throws IOException {
    return isv.push(List.of(new UsageRecord(
        instanceId,
        recordTime,
        begin,
        end,
        quantity,
        UUID.randomUUID().toString(),
        packageInstanceId)));
  }

  @Override
  public void close() {
    production.close();
  }
}
