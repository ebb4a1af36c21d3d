package io.tollgate.rules.quantity;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rules.quantity.QuantityReading.Read;
import java.math.BigDecimal;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

class QuantityPropertyTests {

  @Property
  void whatIsWrittenIsReadBack(@ForAll @LongRange(min = 1, max = 999_999_999_999L) long units) {
    var quantity = new Quantity(units);

    assertThat(Quantity.read(quantity.toString())).isEqualTo(new Read(quantity));
    assertThat(Quantity.of(quantity.toString())).isEqualTo(quantity);
    assertThat(Quantity.of(quantity.negated().toString())).isEqualTo(quantity.negated());
  }

  @Property
  void theTextIsTheNumber(@ForAll long units) {
    var quantity = new Quantity(units);

    assertThat(new BigDecimal(quantity.toString())).isEqualByComparingTo(quantity.toBigDecimal());
  }

  @Property
  void whateverIsReadEqualsTheDecimalItSpells(
      @ForAll
          @StringLength(min = 1, max = 8)
          @Chars({'.', 'e', '-'})
          @CharRange(from = '0', to = '9')
          String text) {
    if (Quantity.read(text) instanceof Read(var quantity)) {
      assertThat(quantity.toBigDecimal()).isEqualByComparingTo(new BigDecimal(text));
    }
  }

  @Example
  void theLargestGrantTenTimesOverStaysExactInFiftyThreeBits() {
    assertThat(Quantity.LARGEST_GRANT.units()).isLessThan((1L << 53) / 9);
  }
}
