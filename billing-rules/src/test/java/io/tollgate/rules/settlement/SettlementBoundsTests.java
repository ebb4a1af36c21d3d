package io.tollgate.rules.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.rules.money.Money;
import java.math.BigDecimal;
import java.time.YearMonth;
import org.junit.jupiter.api.Test;

class SettlementBoundsTests {

  @Test
  void aFeeIsARateFromNothingToAll() {
    var yuan = Money.of("1", "CNY");

    assertThat(PlatformFee.of(Category.GENERAL, new BigDecimal("100"), yuan)).isEqualTo(yuan);
    assertThat(PlatformFee.of(Category.GENERAL, BigDecimal.ZERO, yuan).isZero()).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlatformFee.of(Category.GENERAL, new BigDecimal("100.1"), yuan))
        .withMessage("percent: 100.1 (expected: 0 to 100)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlatformFee.of(Category.CO_SELL, new BigDecimal("-1"), yuan));
  }

  @Test
  void aCalendarWithoutWorkingDaysIsRefusedRatherThanSearchedForEver() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BillDay.of(YearMonth.of(2026, 1), _ -> false))
        .withMessageContaining("2026-02-03");
    assertThat(BillDay.of(YearMonth.of(2026, 1), day -> day.getMonthValue() == 3))
        .hasToString("2026-03-01");
  }
}
