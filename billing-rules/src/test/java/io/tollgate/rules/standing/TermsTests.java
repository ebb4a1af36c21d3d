package io.tollgate.rules.standing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TermsTests {

  private static final Duration DAY = Duration.ofDays(1);

  @Test
  void nobodyIsWaitedForBackwards() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Terms(DAY.negated(), DAY));
    assertThatIllegalArgumentException().isThrownBy(() -> new Terms(DAY, DAY.negated()));
    assertThat(new Terms(Duration.ZERO, Duration.ZERO).grace()).isZero();
  }

  @Test
  void levelsDifferInBothTables() {
    assertThat(CustomerLevel.V3.payPerUse()).isEqualTo(new Terms(DAY, Duration.ofDays(7)));
    assertThat(CustomerLevel.V3.subscription())
        .isEqualTo(new Terms(Duration.ofDays(7), Duration.ofDays(7)));
  }
}
