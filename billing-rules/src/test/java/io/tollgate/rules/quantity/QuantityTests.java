package io.tollgate.rules.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.rules.quantity.QuantityReading.Read;
import io.tollgate.rules.quantity.QuantityReading.Reason;
import io.tollgate.rules.quantity.QuantityReading.Unreadable;
import org.junit.jupiter.api.Test;

class QuantityTests {

  @Test
  void isWrittenAsPlainDecimalWithoutNeedlessZeros() {
    assertThat(new Quantity(125_000)).hasToString("12.5");
    assertThat(new Quantity(10_000_000)).hasToString("1000");
    assertThat(new Quantity(1)).hasToString("0.0001");
    assertThat(new Quantity(-1)).hasToString("-0.0001");
    assertThat(new Quantity(-125_000)).hasToString("-12.5");
    assertThat(new Quantity(-20_000)).hasToString("-2");
    assertThat(new Quantity(10_010)).hasToString("1.001");
    assertThat(Quantity.ZERO).hasToString("0");
    assertThat(new Quantity(Long.MIN_VALUE)).hasToString("-922337203685477.5808");
  }

  @Test
  void readsBackWhatATrustedTextNames() {
    assertThat(Quantity.of("-12.50")).isEqualTo(new Quantity(-125_000));
    assertThat(Quantity.of("0")).isEqualTo(Quantity.ZERO);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantity.of("0.00001"))
        .withMessageContaining("0.00001")
        .withMessageContaining("at most 4 decimals");
    assertThatIllegalArgumentException().isThrownBy(() -> Quantity.of("ten"));
    assertThatIllegalArgumentException().isThrownBy(() -> Quantity.of("1e30"));
  }

  @Test
  void readsUpToTheLargestThatIsAskedForAndNoFurther() {
    var largest = new Quantity(5_000);

    assertThat(Quantity.read("0.5", largest)).isEqualTo(new Read(largest));
    assertThat(Quantity.read("0.5001", largest))
        .isEqualTo(new Unreadable(Reason.TOO_LARGE, "0.5001"));
    assertThat(Quantity.read("5E-1", largest)).isEqualTo(new Read(largest));
    assertThat(Quantity.read("5.001E-1", largest))
        .isEqualTo(new Unreadable(Reason.TOO_LARGE, "5.001E-1"));
  }

  @Test
  void readsNumbersTooLongForTheFastWayAllTheSame() {
    assertThat(Quantity.read("0000000000000012.5")).isEqualTo(new Read(new Quantity(125_000)));
    assertThat(Quantity.read("99999999999999", Quantity.LARGEST_GRANT))
        .isEqualTo(new Unreadable(Reason.TOO_LARGE, "99999999999999"));
    assertThat(Quantity.read("123456789012345", Quantity.LARGEST_GRANT))
        .isEqualTo(new Unreadable(Reason.TOO_LARGE, "123456789012345"));
  }

  @Test
  void aTextTooLongForAnyFieldIsNoNumberAndIsShownInPart() {
    assertThat(Quantity.read("12345678901234567890"))
        .isEqualTo(new Unreadable(Reason.TOO_LARGE, "12345678901234567890"));
    assertThat(Quantity.read("123456789012345678901"))
        .isEqualTo(new Unreadable(Reason.NOT_A_NUMBER, "12345678901234567890…"));
    assertThat(Quantity.read("")).isEqualTo(new Unreadable(Reason.NOT_A_NUMBER, ""));
  }

  @Test
  void theFirstFaultInOrderIsNamed() {
    assertThat(Quantity.read("-0.00001"))
        .isEqualTo(new Unreadable(Reason.TOO_MANY_DECIMALS, "-0.00001"));
    assertThat(Quantity.read("1.5.0")).isEqualTo(new Unreadable(Reason.NOT_A_NUMBER, "1.5.0"));
    assertThat(Quantity.read("1.e2")).isEqualTo(new Unreadable(Reason.NOT_A_NUMBER, "1.e2"));
    assertThat(Quantity.read("1.E2")).isEqualTo(new Unreadable(Reason.NOT_A_NUMBER, "1.E2"));
    assertThat(Quantity.read("-")).isEqualTo(new Unreadable(Reason.NOT_A_NUMBER, "-"));
    assertThat(Quantity.read("1e")).isEqualTo(new Unreadable(Reason.NOT_A_NUMBER, "1e"));
    assertThat(Quantity.read("1/2")).isEqualTo(new Unreadable(Reason.NOT_A_NUMBER, "1/2"));
    assertThat(Quantity.read("1:2")).isEqualTo(new Unreadable(Reason.NOT_A_NUMBER, "1:2"));
    assertThat(Quantity.read("--1")).isEqualTo(new Unreadable(Reason.NOT_A_NUMBER, "--1"));
    assertThat(Quantity.read("1e5e1")).isEqualTo(new Unreadable(Reason.NOT_A_NUMBER, "1e5e1"));
  }

  @Test
  void aFaultSaysTheValueAndWhatWasExpected() {
    assertThat(new Unreadable(Reason.NOT_POSITIVE, "-1").message())
        .isEqualTo("value: -1 (expected: more than 0)");
  }

  @Test
  void addsAndMultipliesExactlyOrNotAtAll() {
    var two = Quantity.of("2");

    assertThat(two.plus(Quantity.ONE)).isEqualTo(Quantity.of("3"));
    assertThat(two.minus(Quantity.of("2.5"))).isEqualTo(Quantity.of("-0.5"));
    assertThat(two.times(3)).isEqualTo(Quantity.of("6"));
    assertThat(two.negated()).isEqualTo(Quantity.of("-2"));
    assertThatThrownBy(() -> new Quantity(Long.MAX_VALUE).plus(Quantity.ONE))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> new Quantity(Long.MIN_VALUE).negated())
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void knowsItsSignAndOrder() {
    assertThat(Quantity.ZERO.isZero()).isTrue();
    assertThat(Quantity.ZERO.isPositive()).isFalse();
    assertThat(Quantity.ZERO.isNegative()).isFalse();
    assertThat(Quantity.ONE.isPositive()).isTrue();
    assertThat(Quantity.ONE.isZero()).isFalse();
    assertThat(Quantity.ONE.negated().isNegative()).isTrue();
    assertThat(Quantity.ONE).isGreaterThan(Quantity.ZERO).isLessThan(Quantity.LARGEST_RECORD);
  }
}
