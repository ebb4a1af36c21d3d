package io.tollgate.rules.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rules.catalogue.PackageContent;
import io.tollgate.rules.catalogue.PackageSku;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.quota.Grant;
import io.tollgate.rules.quota.Reset;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class OrderBoundsPropertyTests {

  /** From here on not every whole number has a floating point number of its own. */
  private static final long FIRST_INEXACT = 1L << 53;

  private static final int MOST_MONTHS = 1_200;

  @Property
  void whateverCanBeOrderedIsGrantedExactlyAndEnds(
      @ForAll @LongRange(min = 1, max = 1_000_000_000_000_000L) long units,
      @ForAll Reset reset,
      @ForAll @IntRange(min = 12, max = MOST_MONTHS) int months,
      @ForAll @IntRange(min = 1) int quantity,
      @ForAll @IntRange(min = 1) int periods) {
    var validity = Period.ofMonths(months);
    var sku = new PackageSku(
        "s",
        "p",
        false,
        List.of(new PackageContent("i", new Quantity(units))),
        reset,
        validity,
        Money.of("1", "CNY"));

    var fault = OrderBounds.fault(sku, quantity, periods);

    if (fault.isPresent()) {
      assertThat(fault.get().pointer()).isIn("/quantity", "/periods");
      assertThat(fault.get().detail()).contains("(expected: ");
    } else {
      var grants = Grant.of(
          new Quantity(units),
          reset,
          validity,
          quantity,
          periods,
          Instant.parse("2028-02-29T16:30:00Z"),
          ZoneId.of("Asia/Shanghai"));
      assertThat(grants).hasSizeBetween(1, MOST_MONTHS);
      assertThat(grants)
          .allSatisfy(
              grant -> assertThat(grant.granted().units()).isBetween(1L, FIRST_INEXACT - 1));
    }
  }

  @Property
  void anOrderOfOneThatTheCatalogueTookIsPossible(
      @ForAll @LongRange(min = 1, max = 1_000_000_000_000_000L) long units,
      @ForAll @IntRange(min = 12, max = MOST_MONTHS) int months) {
    var contents = List.of(new PackageContent("i", new Quantity(units)));
    var sku = new PackageSku(
        "s", "p", true, contents, Reset.MONTHLY, Period.ofMonths(months), Money.of("1", "CNY"));

    assertThat(OrderBounds.fault(sku, 1, 1)).isEmpty();
  }
}
