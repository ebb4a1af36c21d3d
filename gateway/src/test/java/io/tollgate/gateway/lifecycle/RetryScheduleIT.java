package io.tollgate.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.Names;
import io.tollgate.gateway.outbound.StubIsv;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.context.TestPropertySource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** When a call that fails is made again, for every row of koogallery.md 4.7, by the test clock. */
@TestPropertySource(properties = "test.world=RetryScheduleIT")
class RetryScheduleIT extends LifecycleIT {

  /** The facts of any call; each takes what it needs. */
  private static final String FACTS = """
      {"instanceId":"i-1","orderId":"o-1","orderLineId":"o-1-000001","businessId":"b-1",
       "customerId":"c-1","productId":"pid-1","skuCode":"s-1","status":"FREEZE","scene":"RENEWAL",
       "expireTime":"2030-01-01T00:00:00Z","license":"L-1","quantity":"1","chargingMode":"PERIOD",
       "productInfo":{"productId":"pid-1","skuCode":"s-1","linearValue":"1"}}""";

  @BeforeEach
  void movesFast() {
    withoutCollections();
  }

  @ParameterizedTest(name = "{0}: {1} of {2} at minutes {3}")
  @CsvSource(delimiter = '|', textBlock = """
      create        | newInstance             | V1 | 0 60 120 180
      new           | newInstance             | V2 | 0 60 120 180
      upgrade       | upgradeInstance         | V1 | 0 60 120 180
      upgrade       | upgradeInstance         | V2 | 0 60 120 180
      refresh       | refreshInstance         | V1 | 0 1 5 15 30 60
      refresh       | refreshInstance         | V2 | 0
      expire        | expireInstance          | V1 | 0 1 5 15 30 60
      status        | updateInstanceStatus    | V1 | 0 1 5 15 30 60
      status        | updateInstanceStatus    | V2 | 0 1 5 15 30 60
      release       | releaseInstance         | V1 | 0 1 5 15 30 60
      release       | releaseInstance         | V2 | 0 1 5 15 30 60
      change check  | changeInstanceCheck     | V2 | 0
      kit           | tenantSync              | V1 | 0
      kit           | tenantSync              | V2 | 0
      kit           | applicationSync         | V2 | 0
      kit           | authSync                | V2 | 0
      kit           | singleOrgSync           | V2 | 0
      kit           | allOrgSync              | V2 | 0
      license       | refreshLicenseCode      | V2 | 60 times every 2
      license       | updateLicenseCodeStatus | V2 | 60 times every 2
      license       | releaseLicenseCode      | V2 | 60 times every 2
      online create | newInstance             | V2 | 60 times every 2
      online update | refreshInstance         | V2 | 60 times every 2
      online status | updateInstanceStatus    | V2 | 60 times every 2
      """)
  void isTriedAgainToTheMinuteAndThenWaitsForAPerson(
      String row, String activity, String generation, String schedule) {
    isv.behave(call -> Mono.just("nonsense".repeat(1_000)));
    var minutes = minutes(schedule);
    var deliveryId = enqueue(activity, generation, row.startsWith("online") ? "LICENSE" : "SAAS");
    var started = now();
    awaitAttempts(deliveryId, 1);

    if (minutes.size() > 1) {
      moveTo(started.plus(Duration.ofMinutes(minutes.getLast())).minusSeconds(60));
      assertThat(delivery(deliveryId, "state")).isEqualTo("PENDING");
    }
    moveTo(started.plus(Duration.ofMinutes(minutes.getLast())));
    awaitEnd(deliveryId, "FAILED");

    var attempts = attempts(deliveryId);
    assertThat(attempts).hasSameSizeAs(minutes);
    for (var attempt = 0; attempt < attempts.size(); attempt++) {
      var due = started.plus(Duration.ofMinutes(minutes.get(attempt)));
      assertThat(attempts.get(attempt)).isAfter(due.minusSeconds(60)).isBeforeOrEqualTo(due);
    }
    assertThat(longestReply(deliveryId)).isLessThanOrEqualTo(1_024);
    advance("P1D");
    assertThat(attempts(deliveryId)).hasSameSizeAs(minutes);

    isv.behave(StubIsv::agreeable);
    post("/ops/v1/deliveries/" + deliveryId + "/restart", Map.of(), 200);
    awaitAttempts(deliveryId, minutes.size() + 1);
  }

  @ParameterizedTest
  @CsvSource({"V1", "V2"})
  void asksAfterACreateUntilItSucceeds(String generation) {
    var asked = new AtomicInteger();
    isv.behave(call -> Mono.just(StubIsv.code(asked.incrementAndGet() <= 8 ? "000004" : "000000")));
    var deliveryId = enqueue("queryInstance", generation, "SAAS");
    awaitAttempts(deliveryId, 1);

    advance("PT19M");
    assertThat(delivery(deliveryId, "state")).isEqualTo("PENDING");
    advance("PT1M");

    awaitEnd(deliveryId, "DELIVERED");
    assertThat(asked).hasValue(9);
  }

  private static List<Integer> minutes(String schedule) {
    if (schedule.contains("times every")) {
      var words = schedule.split(" ", -1);
      var every = Integer.parseInt(words[3]);
      return IntStream.range(0, Integer.parseInt(words[0]))
          .map(n -> n * every)
          .boxed()
          .toList();
    }
    return Stream.of(schedule.split(" ", -1)).map(Integer::valueOf).toList();
  }

  /** Writes the call as the engine does, for a product of the generation. */
  private String enqueue(String activity, String generation, String delivered) {
    var called = Names.fresh("p-called");
    postJson(
        "/ops/v1/products",
        """
        {"productCode":"%s","isvId":"%s","name":"Called","productionUrl":"%s",
         "interfaceVersion":"%s","category":"GENERAL","supervised":false,
         "exhaustion":{"action":"FREEZE","retention":"P7D"},"overQuota":"CAP",
         "platformFeePercent":"5","delivery":"%s"}""".formatted(called, isvId, isv.address(), generation, delivered),
        201);
    var present = now();
    sql("""
        INSERT INTO delivery (activity, isv_no, product_no, payload, next_attempt_at, created_at)
        SELECT '%s', isv_no, product_no, '%s', '%s', '%s' FROM product WHERE product_code = '%s'""".formatted(activity, FACTS, present, present, called));
    return get("/ops/v1/deliveries?isvId=" + isvId).at("/items/0/deliveryId").asString();
  }

  private String delivery(String deliveryId, String member) {
    return find(deliveryId).get(member).asString();
  }

  private JsonNode find(String deliveryId) {
    for (var item : get("/ops/v1/deliveries?isvId=" + isvId).get("items")) {
      if (item.get("deliveryId").asString().equals(deliveryId)) {
        return item;
      }
    }
    throw new AssertionError("delivery " + deliveryId + " is not listed");
  }

  private List<Instant> attempts(String deliveryId) {
    var times = new ArrayList<Instant>();
    find(deliveryId)
        .get("attempts")
        .forEach(attempt -> times.add(Instant.parse(attempt.get("at").asString())));
    return times;
  }

  private void awaitAttempts(String deliveryId, int count) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(attempts(deliveryId)).hasSize(count));
  }

  private void awaitEnd(String deliveryId, String state) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(delivery(deliveryId, "state")).isEqualTo(state));
  }

  private int longestReply(String deliveryId) {
    try (var connection = stores.database().connect();
        var running = connection.createStatement();
        var rows = running.executeQuery(
            "SELECT coalesce(max(octet_length(reply)), 0) FROM delivery_attempt WHERE delivery_no = "
                + deliveryId)) {
      return rows.next() ? rows.getInt(1) : 0;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void moveTo(Instant target) {
    post("/ops/v1/clock", Map.of("now", target.toString()), 200);
  }
}
