package io.tollgate.rules.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What does not fit is refused aloud: a sum is exact or an exception, never another number. */
class QuantityOverflowPropertyTests {

  @Property
  void sumsAreExactOrRefused(@ForAll long one, @ForAll long other) {
    assertExactOrRefused(
        big(one).add(big(other)), () -> new Quantity(one).plus(new Quantity(other)));
  }

  @Property
  void differencesAreExactOrRefused(@ForAll long one, @ForAll long other) {
    assertExactOrRefused(
        big(one).subtract(big(other)), () -> new Quantity(one).minus(new Quantity(other)));
  }

  @Property
  void productsAreExactOrRefused(@ForAll long units, @ForAll long factor) {
    assertExactOrRefused(big(units).multiply(big(factor)), () -> new Quantity(units).times(factor));
  }

  @Property
  void everyQuantityIsReadBackAsItWasWritten(@ForAll long units) {
    var quantity = new Quantity(units);

    assertThat(Quantity.of(quantity.toString())).isEqualTo(quantity);
  }

  private static BigInteger big(long number) {
    return BigInteger.valueOf(number);
  }

  private static void assertExactOrRefused(BigInteger exact, Supplier<Quantity> sum) {
    if (exact.bitLength() < Long.SIZE) {
      assertThat(sum.get().units()).isEqualTo(exact.longValueExact());
    } else {
      assertThatExceptionOfType(ArithmeticException.class).isThrownBy(sum::get);
    }
  }
}
