package io.tollgate.rules.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Currency;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;

class RoundedPropertyTests {

  private static final Currency CNY = Currency.getInstance("CNY");

  @Property
  void nothingIsLostAndAtMostHalfACoinIsMoved(
      @ForAll @BigRange(min = "-1000000", max = "1000000") @Scale(8) BigDecimal amount) {
    var exact = new Money(amount, CNY);

    var rounded = Rounded.halfUp(exact);

    assertThat(rounded.amount().plus(rounded.remainder())).isEqualTo(exact);
    assertThat(rounded.amount().amount().scale()).isLessThanOrEqualTo(2);
    assertThat(rounded.remainder().amount().abs()).isLessThanOrEqualTo(new BigDecimal("0.005"));
  }

  @Property
  void aRefundRoundsLikeTheSale(
      @ForAll @BigRange(min = "0", max = "1000000") @Scale(8) BigDecimal amount) {
    var exact = new Money(amount, CNY);

    assertThat(Rounded.halfUp(exact.negated()).amount())
        .isEqualTo(Rounded.halfUp(exact).amount().negated());
  }
}
