package io.tollgate.rules.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rules.quota.DrawOutcome.Drawn;
import io.tollgate.rules.quota.DrawOutcome.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class DrawPlanPropertyTests {

  private static final Instant MOMENT = Instant.parse("2026-01-10T12:00:00Z");

  @Provide
  Arbitrary<List<QuotaBalance>> balances() {
    return Combinators.combine(
            Arbitraries.integers().between(-30, 5),
            Arbitraries.integers().between(1, 40),
            Arbitraries.longs().between(0, 1_000),
            Arbitraries.integers().between(0, 100),
            Arbitraries.of(true, false, false),
            Arbitraries.integers().between(0, 3))
        .as(Candidate::new)
        .list()
        .ofMaxSize(6)
        .map(DrawPlanPropertyTests::numbered);
  }

  private record Candidate(
      int fromDays, int days, long granted, int percentDrawn, boolean stop, int boughtDays) {}

  private static List<QuotaBalance> numbered(List<Candidate> candidates) {
    var balances = new ArrayList<QuotaBalance>();
    for (var candidate : candidates) {
      var from = MOMENT.plus(Duration.ofDays(candidate.fromDays()));
      var number = balances.size() + 1L;
      var quota = new Quota(
          number,
          "p" + number,
          new QuotaPeriod(from, from.plus(Duration.ofDays(candidate.days()))),
          candidate.granted(),
          candidate.stop(),
          MOMENT.minus(Duration.ofDays(candidate.boughtDays())));
      balances.add(new QuotaBalance(quota, candidate.granted() * candidate.percentDrawn() / 100));
    }
    return balances;
  }

  @Property
  void unitsAreDrawnOrOnDemandNeverLost(
      @ForAll("balances") List<QuotaBalance> balances,
      @ForAll @LongRange(min = 1, max = 5_000) long units) {
    var plan = DrawPlan.overPackages(units, MOMENT, balances);

    assertThat(plan.drawnUnits() + plan.onDemandUnits()).isEqualTo(units);
    assertThat(plan.overageUnits()).isZero();
    assertThat(Allocation.of(plan).totalUnits()).isEqualTo(units);
  }

  @Property
  void noQuotaGivesMoreThanItHasAndNothingIsOnDemandWhileOneIsLeft(
      @ForAll("balances") List<QuotaBalance> balances,
      @ForAll @LongRange(min = 1, max = 5_000) long units) {
    var plan = DrawPlan.overPackages(units, MOMENT, balances);

    var usable = balances.stream()
        .filter(balance -> !balance.quota().stopBeforeExcess())
        .filter(balance -> balance.quota().period().holds(MOMENT))
        .mapToLong(QuotaBalance::remainingUnits)
        .sum();
    assertThat(plan.drawnUnits()).isEqualTo(Math.min(units, usable));
    assertThat(plan.steps())
        .allSatisfy(step -> assertThat(step.takenUnits()).isBetween(0L, step.beforeUnits()));
  }

  @Property
  void theOrderOfTheBalancesDoesNotMatter(
      @ForAll("balances") List<QuotaBalance> balances,
      @ForAll @LongRange(min = 1, max = 5_000) long units,
      @ForAll Random random) {
    var shuffled = new ArrayList<>(balances);
    Collections.shuffle(shuffled, random);

    assertThat(DrawPlan.overPackages(units, MOMENT, shuffled))
        .isEqualTo(DrawPlan.overPackages(units, MOMENT, balances));
  }

  @Property
  void aLaterQuotaIsTouchedOnlyWhenTheEarlierOnesAreEmpty(
      @ForAll("balances") List<QuotaBalance> balances,
      @ForAll @LongRange(min = 1, max = 5_000) long units) {
    var steps = DrawPlan.overPackages(units, MOMENT, balances).steps();

    for (var i = 1; i < steps.size(); i++) {
      assertThat(steps.get(i - 1).afterUnits()).isZero();
      assertThat(steps.get(i).quota().period().to())
          .isAfterOrEqualTo(steps.get(i - 1).quota().period().to());
    }
  }

  @Property
  void oneRecordDrawsLikeTwoHalves(
      @ForAll("balances") List<QuotaBalance> balances,
      @ForAll @LongRange(min = 1, max = 5_000) long first,
      @ForAll @LongRange(min = 1, max = 5_000) long second) {
    var whole = DrawPlan.overPackages(first + second, MOMENT, balances);

    var firstPlan = DrawPlan.overPackages(first, MOMENT, balances);
    var secondPlan = DrawPlan.overPackages(second, MOMENT, after(balances, firstPlan));

    var halves = drawn(firstPlan);
    drawn(secondPlan).forEach((quotaNo, units) -> halves.merge(quotaNo, units, Long::sum));
    assertThat(halves).isEqualTo(drawn(whole));
    assertThat(firstPlan.onDemandUnits() + secondPlan.onDemandUnits())
        .isEqualTo(whole.onDemandUnits());
  }

  @Property
  void rejectIsAllOrNothingAndCapTakesWhatThereIs(
      @ForAll("balances") List<QuotaBalance> balances,
      @ForAll @LongRange(min = 1, max = 5_000) long units) {
    var capped = DrawPlan.overNamedPackage(units, MOMENT, "p1", balances, OverQuota.CAP);
    var rejected = DrawPlan.overNamedPackage(units, MOMENT, "p1", balances, OverQuota.REJECT);

    assertThat(capped).isInstanceOf(Drawn.class);
    var plan = ((Drawn) capped).plan();
    assertThat(plan.drawnUnits() + plan.overageUnits()).isEqualTo(units);
    assertThat(plan.onDemandUnits()).isZero();
    assertThat(rejected)
        .isEqualTo(plan.overageUnits() == 0 ? capped : new Refused(units, plan.drawnUnits()));
  }

  @Property
  void theExplanationNamesEveryQuotaAndAgreesWithThePlan(
      @ForAll("balances") List<QuotaBalance> balances,
      @ForAll @LongRange(min = 1, max = 5_000) long units) {
    var plan = DrawPlan.overPackages(units, MOMENT, balances);

    var explained = DrawExplanation.of(plan, MOMENT, null, balances);

    assertThat(explained).hasSameSizeAs(balances);
    assertThat(explained)
        .allSatisfy(
            line -> assertThat(line.verdict() == Verdict.GAVE).isEqualTo(line.takenUnits() > 0));
    assertThat(explained.stream().mapToLong(ExplainedQuota::takenUnits).sum())
        .isEqualTo(plan.drawnUnits());
  }

  private static List<QuotaBalance> after(List<QuotaBalance> balances, DrawPlan plan) {
    var drawn = drawn(plan);
    return balances.stream()
        .map(balance -> balance.drawn(drawn.getOrDefault(balance.quota().quotaNo(), 0L)))
        .toList();
  }

  private static Map<Long, Long> drawn(DrawPlan plan) {
    var drawn = new HashMap<Long, Long>();
    plan.draws().forEach(draw -> drawn.put(draw.quotaNo(), draw.units()));
    return drawn;
  }
}
