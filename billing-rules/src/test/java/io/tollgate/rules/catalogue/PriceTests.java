package io.tollgate.rules.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.rules.money.Money;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.quota.Reset;
import java.math.BigDecimal;
import java.time.Period;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceTests {

  private static final Currency CNY = Currency.getInstance("CNY");
  private static final BigDecimal ONE = BigDecimal.ONE;

  @Test
  void aPriceThatCannotBeBilledCannotBeBuilt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PerUnitPrice(CNY, ONE.negate(), Quantity.ONE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PerUnitPrice(CNY, ONE, Quantity.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PerUnitPrice(CNY, ONE, Quantity.of("3")))
        .withMessageContaining("1 / 3");
    assertThat(new PerUnitPrice(CNY, BigDecimal.ZERO, Quantity.of("3")).per())
        .isEqualTo(Quantity.of("3"));
  }

  @Test
  void tiersLieEndToEndFromNothingToWithoutEnd() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Tiers(List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Tiers(List.of(new Tier(0, 10, ONE))))
        .withMessageContaining("a last one without end");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Tiers(List.of(new Tier(0, 10, ONE), new Tier(11, Long.MAX_VALUE, ONE))))
        .withMessage("fromUnits: 11 (expected: 10)");
    assertThatIllegalArgumentException().isThrownBy(() -> new Tier(10, 10, ONE));
    assertThatIllegalArgumentException().isThrownBy(() -> new Tier(-1, 10, ONE));
    assertThatIllegalArgumentException().isThrownBy(() -> new Tier(0, 10, ONE.negate()));
  }

  @Test
  void everyTotalHasExactlyOneTier() {
    var first = new Tier(0, 10, ONE);
    var last = new Tier(10, Long.MAX_VALUE, BigDecimal.ZERO);
    var tiers = new Tiers(List.of(first, last));

    assertThat(tiers.of(0)).isEqualTo(first);
    assertThat(tiers.of(10)).isEqualTo(first);
    assertThat(tiers.of(11)).isEqualTo(last);
    assertThat(tiers.of(Long.MAX_VALUE)).isEqualTo(last);
    assertThat(first.isLast()).isFalse();
    assertThat(last.isLast()).isTrue();
  }

  @Test
  void aSpecificationSellsSomething() {
    assertThatIllegalArgumentException().isThrownBy(() -> new OnDemandSku("s", List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PackageSku(
            "s", "p", false, List.of(), Reset.NONE, Period.ofYears(1), Money.of("1", "CNY")));
  }

  @Test
  void definitionsCheckedBeforeAreReadWithoutAskingAgain() {
    assertThat(KnownItems.ANY.isKnown("whatever")).isTrue();
    assertThat(KnownItems.ANY.currencyOf("whatever")).isNull();
  }
}
