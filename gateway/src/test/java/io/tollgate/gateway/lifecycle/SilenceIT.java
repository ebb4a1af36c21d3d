package io.tollgate.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(properties = "test.world=SilenceIT")
class SilenceIT extends LifecycleIT {

  @Test
  void noticesSilenceOnce() throws Exception {
    var customer = customer("V1", "100");
    var metered = opened(order(customer, ppu));
    var bought = opened(order(customer, pack));
    advance("PT1H");
    push(metered, bought, "1");

    advance("PT5H");

    assertThat(events().stream().filter(("usage.silent of " + metered)::equals)).hasSize(1);
    assertThat(instance(metered).get("lastUsageAt").isNull()).isFalse();
  }
}
