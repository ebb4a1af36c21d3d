package io.tollgate.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.outbound.StubIsv;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import reactor.core.publisher.Mono;

/** Products whose interface fails their orders. */
@TestPropertySource(properties = {"test.world=ProductCareIT", "tollgate.product-care.delist=true"})
class ProductCareIT extends LifecycleIT {

  @Test
  void saysOnceAMonthAndDelistsWhenMoreThanFiveOrdersFailed() throws Exception {
    withoutCollections();
    var customer = customer("V1", "1000");
    isv.behave(call -> Mono.just(StubIsv.code("000005")));

    for (var failed = 0; failed < 5; failed++) {
      order(customer, month);
    }
    advance("PT3H");
    assertThat(events()).doesNotContain("product.failing");
    assertThat(get("/ops/v1/products/" + product).get("state").asString()).isEqualTo("ON_SALE");

    order(customer, month);
    order(customer, month);
    advance("PT3H");

    assertThat(events()).filteredOn("product.failing"::equals).hasSize(1);
    assertThat(get("/ops/v1/products/" + product).get("state").asString()).isEqualTo("DELISTED");
    post("/ops/v1/orders", Map.of("customerId", customer, "skuCode", month), 409);
    assertThat(balanceOf(customer)).isEqualTo("1000");
  }
}
