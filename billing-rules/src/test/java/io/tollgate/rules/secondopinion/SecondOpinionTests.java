package io.tollgate.rules.secondopinion;

import static java.math.BigDecimal.ZERO;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rules.catalogue.GraduatedPrice;
import io.tollgate.rules.catalogue.PerUnitPrice;
import io.tollgate.rules.catalogue.Price;
import io.tollgate.rules.catalogue.Tier;
import io.tollgate.rules.catalogue.Tiers;
import io.tollgate.rules.catalogue.VolumePrice;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.quota.DrawOutcome;
import io.tollgate.rules.quota.Grant;
import io.tollgate.rules.quota.OverQuota;
import io.tollgate.rules.quota.Reset;
import io.tollgate.rules.scenario.Books;
import io.tollgate.rules.secondopinion.NaiveBill.Outcome;
import io.tollgate.rules.secondopinion.NaiveBill.Pack;
import io.tollgate.rules.secondopinion.NaiveBill.Step;
import io.tollgate.rules.secondopinion.NaiveBill.Use;
import io.tollgate.rules.usage.Cycle;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rules and a naive model written apart from them come to the same bill. */
class SecondOpinionTests {

  private static final int HISTORIES = 500;
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final Currency CNY = Currency.getInstance("CNY");
  private static final LocalDateTime START = LocalDateTime.parse("2026-01-20T08:00:00");
  private static final int MINUTES = 70 * 24 * 60;

  @Test
  void bothComeToTheSameBill() {
    var first = Long.getLong("seed", ThreadLocalRandom.current().nextLong(1_000_000_000));
    System.out.println("second opinion: seeds " + first + " to " + (first + HISTORIES - 1)
        + " (again with -Dseed=" + first + ")");
    for (var seed = first; seed < first + HISTORIES; seed++) {
      var bill = randomBill(new Random(seed));

      var books = played(bill);

      assertThat(outcomes(bill, books)).as("outcomes, seed %d", seed).isEqualTo(bill.outcomes());
      assertThat(cycles(books)).as("cycles, seed %d", seed).isEqualTo(bill.cycles());
      assertThat(charged(books)).as("amount, seed %d", seed).isEqualByComparingTo(bill.amount());
    }
  }

  private static NaiveBill randomBill(Random random) {
    var packs = new ArrayList<Pack>();
    for (var i = random.nextInt(5); i > 0; i--) {
      packs.add(new Pack(
          "p" + i,
          quantity(random, 200_000),
          List.of(0, 1, 12).get(random.nextInt(3)),
          12 * (1 + random.nextInt(2)) / (random.nextBoolean() ? 1 : 12),
          minute(random),
          random.nextInt(3) == 0));
    }
    Collections.shuffle(packs, random);
    packs.replaceAll(pack -> pack.validMonths() < pack.resetMonths()
        ? new Pack(pack.id(), pack.quantity(), 1, pack.validMonths(), pack.from(), pack.stop())
        : pack);
    var uses = new ArrayList<Use>();
    for (var i = 1 + random.nextInt(40); i > 0; i--) {
      uses.add(new Use("r" + i, quantity(random, 60_000), minute(random), named(random, packs)));
    }
    var model = List.of("PER_UNIT", "GRADUATED", "VOLUME").get(random.nextInt(3));
    return new NaiveBill(
        random.nextBoolean(), model, tiers(model), random.nextBoolean(), packs, uses);
  }

  private static BigDecimal quantity(Random random, int mostUnits) {
    return BigDecimal.valueOf(1L + random.nextInt(mostUnits), 4);
  }

  /** Whole hours and the packages' own times are likely, as edges are where models differ. */
  private static LocalDateTime minute(Random random) {
    var minutes = random.nextInt(MINUTES);
    return START.plusMinutes(random.nextBoolean() ? minutes : minutes / 1_440 * 1_440);
  }

  private static @Nullable String named(Random random, List<Pack> packs) {
    var stopping = packs.stream().filter(Pack::stop).map(Pack::id).toList();
    return stopping.isEmpty() || random.nextInt(3) > 0
        ? null
        : stopping.get(random.nextInt(stopping.size()));
  }

  private static List<Step> tiers(String model) {
    var last = new Step(null, new BigDecimal("0.031"));
    return model.equals("PER_UNIT")
        ? List.of(last)
        : List.of(
            new Step(new BigDecimal("5"), new BigDecimal("0.07")),
            new Step(new BigDecimal("20.5"), new BigDecimal("0.05")),
            last);
  }

  /** The same history by the rules, collected at a random half and at the end. */
  private static Books played(NaiveBill bill) {
    var books = new Books(
        bill.hourly() ? Cycle.HOURLY : Cycle.DAILY,
        price(bill),
        bill.reject() ? OverQuota.REJECT : OverQuota.CAP,
        ZONE,
        "c",
        new ArrayList<>());
    for (var pack : bill.packs()) {
      books.grant(pack.id(), grants(pack), pack.stop(), instant(pack.from()));
    }
    for (var i = 0; i < bill.uses().size(); i++) {
      var use = bill.uses().get(i);
      books.accept(use.sn(), units(use.quantity()), instant(use.end()), use.pack());
      if (i == bill.uses().size() / 2) {
        books.collect(instant(START.plusMinutes(MINUTES / 2)), Instant.EPOCH);
      }
    }
    books.collect(instant(START.plusDays(120)), Instant.EPOCH);
    return books;
  }

  private static List<Grant> grants(Pack pack) {
    var reset = switch (pack.resetMonths()) {
      case 0 -> Reset.NONE;
      case 1 -> Reset.MONTHLY;
      default -> Reset.YEARLY;
    };
    return Grant.of(
        new Quantity(units(pack.quantity())),
        reset,
        Period.ofMonths(pack.validMonths()),
        1,
        1,
        instant(pack.from()),
        ZONE);
  }

  private static Price price(NaiveBill bill) {
    var tiers = new ArrayList<Tier>();
    for (var step : bill.tiers()) {
      var upTo = step.upTo();
      tiers.add(new Tier(
          tiers.isEmpty() ? 0 : tiers.getLast().upToUnits(),
          upTo == null ? Long.MAX_VALUE : units(upTo),
          step.price()));
    }
    return switch (bill.model()) {
      case "PER_UNIT" -> new PerUnitPrice(CNY, tiers.getFirst().unitPrice(), Quantity.ONE);
      case "GRADUATED" -> new GraduatedPrice(CNY, new Tiers(tiers));
      default -> new VolumePrice(CNY, new Tiers(tiers));
    };
  }

  private static List<Outcome> outcomes(NaiveBill bill, Books books) {
    return bill.uses().stream().map(use -> outcome(use, books)).toList();
  }

  private static Outcome outcome(Use use, Books books) {
    if (!books.knows(use.sn())) {
      return new Outcome(true, Map.of(), ZERO, ZERO);
    }
    var outcome = books.accept(use.sn(), 1, instant(use.end()), null);
    var plan = ((DrawOutcome.Drawn) outcome).plan();
    var drawn = new TreeMap<String, BigDecimal>();
    for (var step : plan.steps()) {
      if (step.takenUnits() > 0) {
        drawn.put(step.quota().packageInstanceId(), decimal(step.takenUnits()));
      }
    }
    return new Outcome(false, drawn, decimal(plan.onDemandUnits()), decimal(plan.overageUnits()));
  }

  private static Map<LocalDateTime, BigDecimal> cycles(Books books) {
    var cycles = new TreeMap<LocalDateTime, BigDecimal>();
    for (var aggregate : books.feed()) {
      var start = LocalDateTime.ofInstant(aggregate.cycle().start(), ZONE);
      cycles.merge(start, decimal(aggregate.sum().units()), BigDecimal::add);
    }
    cycles.values().removeIf(quantity -> quantity.signum() == 0);
    cycles.replaceAll((start, quantity) -> quantity.stripTrailingZeros());
    return cycles;
  }

  private static BigDecimal charged(Books books) {
    return books.feed().stream()
        .map(aggregate -> aggregate.amount())
        .reduce(Money.zero(CNY), Money::plus)
        .amount();
  }

  private static long units(BigDecimal quantity) {
    return Objects.requireNonNull(quantity).movePointRight(4).longValueExact();
  }

  private static BigDecimal decimal(long units) {
    return units == 0 ? ZERO : BigDecimal.valueOf(units, 4).stripTrailingZeros();
  }

  private static Instant instant(LocalDateTime local) {
    return local.atZone(ZONE).toInstant();
  }
}
