package io.tollgate.rules.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;

/** Money has no largest amount and no smallest part: whatever is added can be taken away again. */
class MoneyPropertyTests {

  @Property
  void whatIsAddedCanBeTakenAwayAgain(
      @ForAll @BigRange(min = "-1E30", max = "1E30") @Scale(30) BigDecimal one,
      @ForAll @BigRange(min = "-1E30", max = "1E30") @Scale(30) BigDecimal other) {
    var amount = new Money(one, Money.of("0", "CNY").currency());
    var difference = new Money(other, amount.currency());

    assertThat(amount.plus(difference).minus(difference)).isEqualTo(amount);
    assertThat(amount.plus(difference).amount()).isEqualByComparingTo(one.add(other));
  }

  @Property
  void anAmountIsTheSameHoweverManyZerosItIsWrittenWith(
      @ForAll @BigRange(min = "-1E12", max = "1E12") @Scale(12) BigDecimal amount) {
    var written = Money.of(amount.toPlainString(), "CNY");

    assertThat(Money.of(amount.setScale(20).toPlainString(), "CNY")).isEqualTo(written);
    assertThat(Money.of(written.plainAmount(), "CNY")).isEqualTo(written);
  }

  @Property
  void timesIsAddingThatOften(@ForAll long amount, @ForAll byte factor) {
    var one = new Money(BigDecimal.valueOf(amount, 4), Money.of("0", "CNY").currency());
    var sum = Money.zero(one.currency());
    for (var i = 0; i < Math.abs(factor); i++) {
      sum = sum.plus(factor < 0 ? one.negated() : one);
    }

    assertThat(one.times(factor)).isEqualTo(sum);
  }
}
