package io.tollgate.rules.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class ValidityTests {

  private static final Instant START = Instant.parse("2026-01-10T12:00:00Z");
  private static final ZoneId UTC = ZoneId.of("UTC");

  @Test
  void aHundredYearsOfMonthsAreTheMost() {
    assertThat(Validity.periods(Reset.MONTHLY, START, Period.ofYears(100), UTC)).hasSize(1_200);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Validity.periods(Reset.MONTHLY, START, Period.ofMonths(1_201), UTC))
        .withMessage("length: P1201M (expected: at most 1200 periods)");
  }
}
