package io.tollgate.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.gateway.GatewayIT;
import io.tollgate.gateway.Names;
import io.tollgate.testing.Stores;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.EntityExchangeResult;

/** PostgreSQL away: nothing is done, and the answer says so and when to come back. */
@TestPropertySource(properties = "test.world=StoreAwayIT")
class StoreAwayIT extends GatewayIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Test
  void answers503WhilePostgresIsAwayAndServesAgainWhenItIsBack() {
    assumeTrue(Stores.areProcesses());
    assertThat(register().getStatus().value()).isEqualTo(201);

    stores.stopPostgres();
    try {
      var started = System.nanoTime();
      var away = register();

      assertThat(away.getStatus().value()).isEqualTo(503);
      assertThat(away.getResponseHeaders().getFirst("Retry-After")).isEqualTo("1");
      assertThat(away.getResponseBody()).contains("urn:tollgate:problem:unavailable");
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
      management()
          .get()
          .uri("/actuator/health/readiness")
          .exchange()
          .expectStatus()
          .isEqualTo(503);
      management()
          .get()
          .uri("/actuator/health/liveness")
          .exchange()
          .expectStatus()
          .isOk();
    } finally {
      stores.startPostgres();
    }

    Awaitility.await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(register().getStatus().value()).isEqualTo(201));
    management()
        .get()
        .uri("/actuator/health/readiness")
        .exchange()
        .expectStatus()
        .isOk();
  }

  private EntityExchangeResult<String> register() {
    return operator()
        .post()
        .uri("/ops/v1/isvs")
        .bodyValue(Map.of("isvId", Names.fresh("isv"), "name", "Demo"))
        .exchange()
        .expectBody(String.class)
        .returnResult();
  }
}
