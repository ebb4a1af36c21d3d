package io.tollgate.rules.scenario;

import io.tollgate.rules.catalogue.GraduatedPrice;
import io.tollgate.rules.catalogue.PerUnitPrice;
import io.tollgate.rules.catalogue.Price;
import io.tollgate.rules.catalogue.Tier;
import io.tollgate.rules.catalogue.Tiers;
import io.tollgate.rules.catalogue.VolumePrice;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.quota.Grant;
import io.tollgate.rules.quota.OverQuota;
import io.tollgate.rules.quota.Reset;
import io.tollgate.rules.usage.Cycle;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** Random customers: packages that overlap, reset and stop, and usage over ten weeks. */
final class Histories {

  static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  static final Instant START = Instant.parse("2026-01-20T00:00:00Z");
  static final Instant END = START.plus(Duration.ofDays(120));
  private static final Currency CNY = Currency.getInstance("CNY");
  private static final int MINUTES = 70 * 24 * 60;

  private Histories() {}

  /** A package, bought and activated some minutes after the start. */
  record Bought(long units, Reset reset, int months, int fromMinutes, boolean stop) {}

  /** A record that ends some minutes after the start; it may name a stop-before-excess package. */
  record Used(long units, int endMinutes, int named) {

    Instant endTime() {
      return START.plus(Duration.ofMinutes(endMinutes));
    }
  }

  /** All that happens to one customer's billing item. */
  record History(
      Cycle cycle, Price price, OverQuota overQuota, List<Bought> packages, List<Used> usage) {

    /** Books with the packages granted and nothing used. */
    Books opened() {
      var books = new Books(cycle, price, overQuota, ZONE, "c", new ArrayList<>());
      for (var i = 0; i < packages.size(); i++) {
        var bought = packages.get(i);
        var from = START.plus(Duration.ofMinutes(bought.fromMinutes()));
        var grants = Grant.of(
            new Quantity(bought.units()),
            bought.reset(),
            Period.ofMonths(bought.months()),
            1,
            1,
            from,
            ZONE);
        books.grant("p" + i, grants, bought.stop(), from);
      }
      return books;
    }

    /** Books after all usage, in the order of the history. */
    Books used() {
      var books = opened();
      for (var i = 0; i < usage.size(); i++) {
        use(books, i);
      }
      return books;
    }

    void use(Books books, int number) {
      var used = usage.get(number);
      books.accept("r" + number, used.units(), used.endTime(), namedPackage(used));
    }

    private @Nullable String namedPackage(Used used) {
      var name = used.named() % Math.max(packages.size(), 1);
      return name < packages.size() && packages.get(name).stop() ? "p" + name : null;
    }

    History with(Price otherPrice) {
      return new History(cycle, otherPrice, overQuota, packages, usage);
    }
  }

  static Arbitrary<History> histories() {
    return Combinators.combine(
            Arbitraries.of(Cycle.class),
            prices(),
            Arbitraries.of(OverQuota.class),
            packages(20_000).list().ofMaxSize(4),
            usage())
        .as(History::new);
  }

  /** Every package that can be drawn at all covers everything that is used. */
  static Arbitrary<History> amplyCovered() {
    return Combinators.combine(
            Arbitraries.of(Cycle.class),
            prices(),
            Arbitraries.of(OverQuota.class),
            packages(100_000_000).list().ofMaxSize(4),
            usage())
        .as(History::new);
  }

  private static Arbitrary<Bought> packages(long leastUnits) {
    return Combinators.combine(
            Arbitraries.longs().between(leastUnits, leastUnits + 200_000),
            Arbitraries.of(Reset.class),
            Arbitraries.integers().between(1, 14),
            Arbitraries.integers().between(0, MINUTES),
            Arbitraries.of(true, false, false))
        .as(Bought::new);
  }

  private static Arbitrary<List<Used>> usage() {
    return Combinators.combine(
            Arbitraries.longs().between(1, 100_000),
            Arbitraries.integers().between(0, MINUTES),
            Arbitraries.integers().between(0, 7))
        .as(Used::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(25);
  }

  static Arbitrary<Price> prices() {
    return Arbitraries.of(perUnit(), graduated(), volume());
  }

  static Price perUnit() {
    return new PerUnitPrice(CNY, new BigDecimal("0.045"), Quantity.of("8"));
  }

  static Price graduated() {
    return new GraduatedPrice(CNY, tiers());
  }

  static Price volume() {
    return new VolumePrice(CNY, tiers());
  }

  private static Tiers tiers() {
    return new Tiers(List.of(
        new Tier(0, 50_000, new BigDecimal("0.07")),
        new Tier(50_000, 200_000, new BigDecimal("0.05")),
        new Tier(200_000, Long.MAX_VALUE, new BigDecimal("0.031"))));
  }
}
