package io.tollgate.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.gateway.Names;
import io.tollgate.gateway.outbound.StubIsv;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import reactor.core.publisher.Sinks;

/**
 * What changes the same things at the same moment from different ends: nobody waits for one who waits
 * for him, so nothing has to be rolled back and done again.
 */
@TestPropertySource(properties = "test.world=LockOrderIT")
class LockOrderIT extends LifecycleIT {

  /** As many calls as one ISV gets at once. */
  private static final int AT_ONCE = 8;

  private static final int ROUNDS = 3;

  @Autowired
  private MeterRegistry meters;

  @BeforeEach
  void movesFast() {
    withoutCollections();
  }

  @AfterEach
  void nothingHadToBeDoneAgain() {
    assertThat(meters.get("tollgate.delivery.calls").timers()).anyMatch(calls -> calls.count() > 0);
    assertThat(count("tollgate.delivery.rewritten")).isZero();
    assertThat(count("tollgate.timer.failed")).isZero();
  }

  private double count(String name) {
    return meters.find(name).counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  /** The step comes from the order to its instances, the end of the call from the instance. */
  @Test
  void ordersAreAcceptedWhileTheirCreatesFail() throws Exception {
    var supervised = Names.fresh("p-supervised");
    var monthly = Names.fresh("advice-month");
    postJson("/ops/v1/products", """
        {"productCode":"%s","isvId":"%s","name":"Advice","productionUrl":"%s","interfaceVersion":"V2",
         "category":"GENERAL","supervised":true,"exhaustion":{"action":"FREEZE","retention":"P7D"},
         "overQuota":"CAP","platformFeePercent":"5"}""".formatted(supervised, isvId, isv.address()), 201);
    postJson("/ops/v1/products/" + supervised + "/skus", """
        {"skuCode":"%s","chargingMode":"PERIOD","productId":"pid-%s","periodType":"month",
         "price":{"currency":"CNY","amount":"99.00"}}""".formatted(monthly, monthly), 201);
    var taken = opened(order(customer("V1", "100"), ppu));
    var customers = new ArrayList<String>();

    for (var round = 0; round < ROUNDS; round++) {
      var answer = Sinks.<String>one();
      isv.behave(call -> answer.asMono());
      var creates = isv.received("newInstance").size();
      var orderIds = new ArrayList<String>();
      for (var number = 0; number < AT_ONCE; number++) {
        customers.add(customer("V1", "100"));
        var orderId = order(customers.getLast(), monthly).get("orderId").asString();
        List.of("SUBMIT", "CONFIRM", "DELIVER").forEach(step -> step(orderId, step, 200));
        orderIds.add(orderId);
      }
      awaitCreates(creates + AT_ONCE);

      var tasks = new ArrayList<Callable<Object>>();
      tasks.add(() -> answer.tryEmitValue(StubIsv.created(taken)));
      orderIds.forEach(orderId -> tasks.add(() -> step(orderId, "ACCEPT")));
      var accepted = atOnce(tasks).stream().skip(1).toList();

      assertThat(accepted).isSubsetOf(200, 409);
      orderIds.forEach(this::awaitFailed);
    }
    assertThat(customers).extracting(this::balanceOf).containsOnly("100");
  }

  /** The timer is taken before its instance, the renewal cancels it after. */
  @Test
  void subscriptionsAreRenewedAsTheirGraceEnds() throws Exception {
    var instances = new ArrayList<String>();
    for (var number = 0; number < AT_ONCE; number++) {
      instances.add(opened(order(customer("V1", "100000"), month)));
    }

    for (var round = 0; round < ROUNDS; round++) {
      var last = lastTimer();
      var tasks = new ArrayList<Callable<Object>>();
      tasks.add(() -> {
        sql("UPDATE timer SET due_at = '%s' WHERE kind = 'INSTANCE_GRACE_OVER' AND timer_no <= %d"
            .formatted(now(), last));
        return 201;
      });
      instances.forEach(instance -> tasks.add(() -> laterOrder("RENEW", instance, 201)));

      atOnce(tasks);

      post("/ops/v1/clock", Map.of("now", now().toString()), 200);
      assertThat(instances)
          .extracting(instance -> instance(instance).get("state").asString())
          .containsOnly("ACTIVE");
    }
  }

  private long lastTimer() throws SQLException {
    try (var connection = stores.database().connect();
        var running = connection.createStatement();
        var rows = running.executeQuery("SELECT max(timer_no) FROM timer")) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  private void awaitFailed(String orderId) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> get("/ops/v1/orders/" + orderId).get("state").asString().equals("FAILED"));
  }

  private void awaitCreates(int count) {
    Awaitility.await().atMost(PATIENCE).until(() -> isv.received("newInstance").size() == count);
  }

  private void step(String orderId, String step, int status) {
    post("/ops/v1/orders/" + orderId + "/supervision", Map.of("step", step), status);
  }

  private int step(String orderId, String step) {
    return operator()
        .post()
        .uri("/ops/v1/orders/" + orderId + "/supervision")
        .bodyValue(Map.of("step", step))
        .exchange()
        .expectBody()
        .returnResult()
        .getStatus()
        .value();
  }

  private static List<Object> atOnce(List<Callable<Object>> tasks) throws Exception {
    var start = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = tasks.stream()
          .map(task -> threads.submit(() -> {
            start.await();
            return task.call();
          }))
          .toList();
      start.countDown();
      var results = new ArrayList<>();
      for (var one : running) {
        results.add(one.get());
      }
      return results;
    }
  }
}
