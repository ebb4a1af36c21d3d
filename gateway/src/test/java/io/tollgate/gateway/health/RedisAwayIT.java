package io.tollgate.gateway.health;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.gateway.GatewayIT;
import io.tollgate.testing.Stores;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Redis away: slower and ready, and whoever looks is told. */
@TestPropertySource(properties = {"test.world=RedisAwayIT", "tollgate.invariants.interval=20ms"})
class RedisAwayIT extends GatewayIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @Test
  void readinessSaysDegradedAndStaysReadyWhileRedisIsAway() {
    assumeTrue(Stores.areProcesses());
    expectReadiness("UP");

    stores.killRedis();
    try {
      Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> expectReadiness("DEGRADED"));
    } finally {
      stores.startRedis();
    }

    Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> expectReadiness("UP"));
  }

  @Test
  void whatIsBelievedIsMadeAnewByOperatorsAlone() {
    auditor()
        .post()
        .uri("/ops/v1/quota-beliefs/rebuild")
        .exchange()
        .expectStatus()
        .isForbidden();
    operator()
        .post()
        .uri("/ops/v1/quota-beliefs/rebuild")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.differences")
        .isEmpty();
  }

  @Test
  void everyInvariantIsCheckedAndHoldsInTheRunningGateway() {
    Awaitility.await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> auditor()
            .get()
            .uri("/ops/v1/invariants")
            .exchange()
            .expectStatus()
            .isOk()
            .expectBody()
            .jsonPath("$.items.length()")
            .isEqualTo(12)
            .jsonPath("$.items[?(@.state == 'BROKEN')]")
            .isEmpty()
            .jsonPath("$.items[?(@.checkedAt == null)]")
            .isEmpty());
  }

  private void expectReadiness(String status) {
    management()
        .get()
        .uri("/actuator/health/readiness")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.status")
        .isEqualTo(status);
  }
}
