package io.tollgate.rules.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rules.quantity.Quantity;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ValidityPropertyTests {

  private static final LocalDateTime DAY = LocalDateTime.parse("2024-01-01T00:00:00");

  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of(
            "Asia/Shanghai", "UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe")
        .map(ZoneId::of);
  }

  @Property
  void periodsLieEndToEndAndFillTheValidity(
      @ForAll("zones") ZoneId zone,
      @ForAll Reset reset,
      @ForAll @IntRange(max = 2_000_000) int minutes,
      @ForAll @IntRange(min = 1, max = 60) int months) {
    var activatedAt = activatedAt(minutes, zone);
    var length = Period.ofMonths(months);

    var periods = Validity.periods(reset, activatedAt, length, zone);

    assertThat(periods.getFirst().from()).isEqualTo(activatedAt);
    assertThat(periods.getLast().to()).isEqualTo(Validity.end(activatedAt, length, zone));
    for (var i = 1; i < periods.size(); i++) {
      assertThat(periods.get(i).from()).isEqualTo(periods.get(i - 1).to());
    }
  }

  @Property
  void monthlyBoundariesKeepTheDayOrTheLastOfAShorterMonth(
      @ForAll @IntRange(max = 2_000_000) int minutes,
      @ForAll @IntRange(min = 1, max = 60) int months) {
    var zone = ZoneId.of("Asia/Shanghai");
    var start = DAY.plusMinutes(minutes);

    var periods =
        Validity.periods(Reset.MONTHLY, activatedAt(minutes, zone), Period.ofMonths(months), zone);

    assertThat(periods).hasSize(months);
    for (var i = 0; i < months; i++) {
      var boundary = LocalDateTime.ofInstant(periods.get(i).to(), zone);
      var month = YearMonth.from(start).plusMonths(i + 1L);
      assertThat(YearMonth.from(boundary)).isEqualTo(month);
      assertThat(boundary.getDayOfMonth())
          .isEqualTo(Math.min(start.getDayOfMonth(), month.lengthOfMonth()));
      assertThat(boundary.toLocalTime()).isEqualTo(start.toLocalTime());
    }
  }

  @Property
  void everyMomentOfAValidityHasExactlyOnePeriod(
      @ForAll("zones") ZoneId zone,
      @ForAll Reset reset,
      @ForAll @IntRange(max = 2_000_000) int minutes,
      @ForAll @IntRange(max = 999) int thousandths) {
    var activatedAt = activatedAt(minutes, zone);
    var length = Period.ofMonths(30);
    var end = Validity.end(activatedAt, length, zone);
    var seconds = end.getEpochSecond() - activatedAt.getEpochSecond();
    var moment = activatedAt.plusSeconds(seconds * thousandths / 1_000);

    var periods = Validity.periods(reset, activatedAt, length, zone);

    assertThat(periods.stream().filter(period -> period.holds(moment))).hasSize(1);
  }

  @Property
  void whatIsBoughtTwiceIsGrantedTwice(
      @ForAll Reset reset,
      @ForAll @IntRange(max = 2_000_000) int minutes,
      @ForAll @IntRange(min = 1, max = 5) int quantity,
      @ForAll @IntRange(min = 1, max = 5) int periods) {
    var zone = ZoneId.of("Asia/Shanghai");
    var activatedAt = activatedAt(minutes, zone);

    var one = grants(reset, 1, 1, activatedAt, zone);
    var several = grants(reset, quantity, periods, activatedAt, zone);

    assertThat(total(several)).isEqualTo(total(one) * quantity * periods);
  }

  private static List<Grant> grants(
      Reset reset, int quantity, int periods, Instant activatedAt, ZoneId zone) {
    return Grant.of(
        Quantity.of("100"), reset, Period.ofYears(1), quantity, periods, activatedAt, zone);
  }

  private static long total(List<Grant> grants) {
    return grants.stream().mapToLong(grant -> grant.granted().units()).sum();
  }

  private static Instant activatedAt(int minutes, ZoneId zone) {
    return DAY.plusMinutes(minutes).atZone(zone).toInstant();
  }
}
