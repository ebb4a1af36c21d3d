package io.tollgate.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.outbound.StubIsv;
import io.tollgate.gateway.outbound.StubIsv.Received;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import reactor.core.publisher.Mono;

/** ISVs that fail, and what others notice of them. */
@TestPropertySource(properties = {"test.world=UnreliableIsvIT", "tollgate.outbound.timeout=500ms"})
class UnreliableIsvIT extends LifecycleIT {

  @Test
  void tellsEveryChangeAtLeastOnceAndInOrder() {
    withoutCollections();
    var customer = customer("V1", "100");
    var instances = new ArrayList<String>();
    for (var i = 0; i < 10; i++) {
      instances.add(opened(order(customer, ppu)));
    }
    var told = new ConcurrentHashMap<String, List<String>>();
    var random = new Random(42);
    isv.behave(call -> fail(call, random, told));

    for (var round = 0; round < 6; round++) {
      for (var instance : instances) {
        if (random.nextBoolean()) {
          post("/ops/v1/instances/" + instance + "/violations", Map.of("reason", "spam"), 200);
        } else {
          delete("/ops/v1/instances/" + instance + "/violations");
        }
      }
      advance("PT" + (1 + random.nextInt(20)) + "M");
    }
    advance("PT1H");
    isv.behave(call -> agree(call, told));
    advance("PT1H");

    assertThat(
            get("/ops/v1/deliveries?state=PENDING&isvId=" + isvId).get("items").size())
        .isZero();
    for (var instance : instances) {
      var frozen = instance(instance).get("state").asString().equals("FROZEN");
      var statuses = told.getOrDefault(instance, List.of());
      assertThat(statuses.isEmpty() ? "UNFREEZE" : statuses.getLast())
          .isEqualTo(frozen ? "FREEZE" : "UNFREEZE");
    }
    assertThat(isv.received()).allMatch(Received::proved);
  }

  private static Mono<String> fail(Received call, Random random, Map<String, List<String>> told) {
    return switch (random.nextInt(10)) {
      case 0 -> Mono.never();
      case 1 -> Mono.error(new IllegalStateException("reset"));
      case 2 -> Mono.just("garbage".repeat(20));
      case 3 -> Mono.just(StubIsv.code("000005"));
      default -> agree(call, told);
    };
  }

  private static Mono<String> agree(Received call, Map<String, List<String>> told) {
    told.computeIfAbsent(call.text("instanceId"), id -> new ArrayList<>()).add(call.text("status"));
    return StubIsv.agreeable(call);
  }

  @Test
  void readsNoMoreOfAReplyThanItsBound() {
    isv.behave(call -> Mono.just(
        "{\"resultCode\":\"000000\",\"instanceId\":\"i\",\"x\":\"" + "x".repeat(70_000) + "\"}"));

    order(customer("V1", "100"), ppu);

    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> get("/ops/v1/deliveries?isvId=" + isvId)
            .at("/items/0/attempts/0/error")
            .asString("")
            .contains("65536"));
  }

  @Test
  void delaysNobodyElseWhenOneHangs() {
    isv.behave(call -> Mono.never());
    var slow = customer("V1", "100");
    for (var i = 0; i < 30; i++) {
      order(slow, ppu);
    }
    var hanging = isv;
    isv = new StubIsv(key);
    isvId = "other-" + isvId;
    product = "other-" + product;
    ppu = "other-" + ppu;
    item = "other-" + item;
    pack = "other-" + pack;
    month = "other-" + month;
    registers();

    var started = System.nanoTime();
    opened(order(customer("V1", "100"), ppu));

    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
    hanging.close();
  }
}
