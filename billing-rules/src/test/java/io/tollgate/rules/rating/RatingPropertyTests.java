package io.tollgate.rules.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rules.catalogue.GraduatedPrice;
import io.tollgate.rules.catalogue.PerUnitPrice;
import io.tollgate.rules.catalogue.Price;
import io.tollgate.rules.catalogue.Tier;
import io.tollgate.rules.catalogue.Tiers;
import io.tollgate.rules.catalogue.VolumePrice;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.quantity.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class RatingPropertyTests {

  private static final Currency CNY = Currency.getInstance("CNY");

  @Provide
  Arbitrary<Tiers> tiers() {
    return Arbitraries.longs()
        .between(1, 1_000_000)
        .list()
        .uniqueElements()
        .ofMaxSize(4)
        .map(ends -> laidOut(ends.stream().sorted().toList()));
  }

  private static Tiers laidOut(List<Long> ends) {
    var tiers = new ArrayList<Tier>();
    var from = 0L;
    for (var end : ends) {
      tiers.add(new Tier(from, end, new BigDecimal("0.05").add(BigDecimal.valueOf(end, 8))));
      from = end;
    }
    tiers.add(new Tier(from, Long.MAX_VALUE, new BigDecimal("0.03")));
    return new Tiers(tiers);
  }

  @Provide
  Arbitrary<Price> everyPrice() {
    return tiers()
        .flatMap(tiers -> Arbitraries.of(
            new GraduatedPrice(CNY, tiers),
            new VolumePrice(CNY, tiers),
            new PerUnitPrice(CNY, new BigDecimal("0.045"), Quantity.of("1000"))));
  }

  @Property
  void graduatedUsageCostsTheSameInOnePieceOrInTwo(
      @ForAll("tiers") Tiers tiers,
      @ForAll @LongRange(max = 1_000_000) long before,
      @ForAll @LongRange(max = 1_000_000) long first,
      @ForAll @LongRange(max = 1_000_000) long second) {
    var price = new GraduatedPrice(CNY, tiers);

    var whole = Rating.collect(price, before, first + second).amount();
    var pieces = Rating.collect(price, before, first)
        .amount()
        .plus(Rating.collect(price, before + first, second).amount());

    assertThat(pieces).isEqualTo(whole);
  }

  @Property
  void theLinesAddUpToTheUnitsAndTheAmount(
      @ForAll("everyPrice") Price price,
      @ForAll @LongRange(max = 1_000_000) long before,
      @ForAll @LongRange(max = 1_000_000) long units) {
    var rated = Rating.collect(price, before, units);

    assertThat(rated.lines().stream().mapToLong(line -> line.quantity().units()).sum())
        .isEqualTo(units);
    assertThat(rated.lines().stream().map(RatedLine::amount).reduce(Money.zero(CNY), Money::plus))
        .isEqualTo(rated.amount());
  }

  @Property
  void aMonthThatIsSettledCostsWhatItsTotalCostsHoweverItWasCollected(
      @ForAll("tiers") Tiers tiers,
      @ForAll @Size(max = 10) List<@LongRange(max = 400_000) Long> collections) {
    var price = new VolumePrice(CNY, tiers);
    var units = 0L;
    var charged = Money.zero(CNY);
    for (var collected : collections) {
      charged = charged.plus(Rating.collect(price, units, collected).amount());
      units += collected;
    }

    var settled = charged.plus(VolumeSettlement.adjustment(price, units, charged));

    assertThat(settled).isEqualTo(Rating.cost(price, units));
  }

  @Property
  void correctingAndCorrectingBackCostsNothing(
      @ForAll("everyPrice") Price price,
      @ForAll @LongRange(max = 1_000_000) long before,
      @ForAll @LongRange(max = 1_000_000) long after) {
    var there = Rating.correct(price, before, after - before);
    var back = Rating.correct(price, after, before - after);

    assertThat(there.plus(back).isZero()).isTrue();
  }
}
