package io.tollgate.rules.order;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.rules.catalogue.OneTimeSku;
import io.tollgate.rules.money.Money;
import org.junit.jupiter.api.Test;

class OrderPriceTests {

  private static final Money TEN = Money.of("10", "CNY");

  @Test
  void nobodyOrdersLessThanOne() {
    var sku = new OneTimeSku("s", "p", TEN);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> OrderPrice.of(sku, 0, 1))
        .withMessage("quantity: 0 (expected: at least 1)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OrderPrice.of(sku, 1, 0))
        .withMessage("periods: 0 (expected: at least 1)");
  }
}
