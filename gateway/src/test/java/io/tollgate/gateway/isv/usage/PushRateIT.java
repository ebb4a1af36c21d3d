package io.tollgate.gateway.isv.usage;

import static io.tollgate.gateway.isv.usage.PushingIsv.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.GatewayIT;
import io.tollgate.metering.clock.BusinessClock;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(
    properties = {"tollgate.rate-limit.requests-per-second=1", "tollgate.rate-limit.burst=2"})
class PushRateIT extends GatewayIT {

  @Autowired
  private BusinessClock clock;

  @Test
  void slowsDownOneIsvAndNotAnother() {
    var busy = new PushingIsv(stores, operator(), anyone(), clock.now());
    var calm = new PushingIsv(stores, operator(), anyone(), clock.now());
    var instance = busy.instance();
    for (var i = 0; i < 2; i++) {
      busy.push(busy.usage(instance)).expectStatus().isOk();
    }
    var sent = body(busy.usage(busy.instance()));
    var proof = PushingIsv.proof(sent, Instant.now(), PushingIsv.KEY);

    var refused = busy.push(sent, proof);

    refused
        .expectStatus()
        .isEqualTo(406)
        .expectHeader()
        .value("Retry-After", seconds -> assertThat(Long.parseLong(seconds)).isPositive())
        .expectBody()
        .jsonPath("$.error_code")
        .isEqualTo("MKT.0250");
    calm.push(calm.usage(calm.instance())).expectStatus().isOk();
  }
}
