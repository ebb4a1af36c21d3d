package io.tollgate.rules.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.Currency;
import org.junit.jupiter.api.Test;

class MoneyTests {

  private static final Currency CNY = Currency.getInstance("CNY");

  @Test
  void equalAmountsAreEqualHoweverTheyAreWritten() {
    assertThat(Money.of("1.50", "CNY")).isEqualTo(Money.of("1.5", "CNY"));
    assertThat(Money.of("1E+3", "CNY")).isEqualTo(Money.of("1000", "CNY"));
    assertThat(Money.of("0.00", "CNY")).isEqualTo(Money.zero(CNY));
  }

  @Test
  void isWrittenAsPlainDecimal() {
    assertThat(Money.of("1E+3", "CNY").plainAmount()).isEqualTo("1000");
    assertThat(Money.of("12.3450", "CNY")).hasToString("12.345 CNY");
  }

  @Test
  void addsSubtractsAndMultipliesExactly() {
    var price = Money.of("0.1", "CNY");

    assertThat(price.plus(Money.of("0.2", "CNY"))).isEqualTo(Money.of("0.3", "CNY"));
    assertThat(price.minus(Money.of("0.3", "CNY"))).isEqualTo(Money.of("-0.2", "CNY"));
    assertThat(price.times(3)).isEqualTo(Money.of("0.3", "CNY"));
    assertThat(price.negated()).isEqualTo(Money.of("-0.1", "CNY"));
    assertThat(price.percent(new BigDecimal("5"))).isEqualTo(Money.of("0.005", "CNY"));
  }

  @Test
  void knowsItsSignAndOrder() {
    var one = Money.of("1", "CNY");

    assertThat(one.isPositive()).isTrue();
    assertThat(one.isNegative()).isFalse();
    assertThat(one.isZero()).isFalse();
    assertThat(one.negated().isNegative()).isTrue();
    assertThat(one.negated().isPositive()).isFalse();
    assertThat(Money.zero(CNY).isZero()).isTrue();
    assertThat(Money.zero(CNY).isPositive()).isFalse();
    assertThat(Money.zero(CNY).isNegative()).isFalse();
    assertThat(one).isGreaterThan(Money.zero(CNY));
  }

  @Test
  void twoCurrenciesDoNotAddUp() {
    var yuan = Money.of("1", "CNY");
    var euro = Money.of("1", "EUR");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> yuan.plus(euro))
        .withMessage("currency: EUR (expected: CNY)");
    assertThatIllegalArgumentException().isThrownBy(() -> yuan.minus(euro));
    assertThatIllegalArgumentException().isThrownBy(() -> yuan.compareTo(euro));
  }

  @Test
  void aCurrencyWithoutCoinsIsNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Money.of("1", "XAU"))
        .withMessageContaining("XAU");
  }
}
