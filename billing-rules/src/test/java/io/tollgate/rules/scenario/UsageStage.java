package io.tollgate.rules.scenario;

import static java.util.stream.Collectors.joining;

import io.tollgate.rules.collection.Aggregate;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.quota.Allocation;
import io.tollgate.rules.quota.Correction;
import io.tollgate.rules.quota.CorrectionOutcome;
import io.tollgate.rules.quota.DrawExplanation;
import io.tollgate.rules.quota.DrawOutcome;
import io.tollgate.rules.quota.Exhaustion;
import io.tollgate.rules.quota.Grant;
import io.tollgate.rules.quota.OverQuota;
import io.tollgate.rules.quota.QuotaLevel;
import io.tollgate.rules.quota.Reset;
import io.tollgate.rules.quota.Taking;
import io.tollgate.rules.usage.Cycle;
import java.time.Period;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Packages, usage, collections and corrections. */
final class UsageStage implements Stage {

  private final World world;
  private final Map<String, Books> items = new LinkedHashMap<>();
  private OverQuota overQuota = OverQuota.CAP;

  UsageStage(World world) {
    this.world = world;
  }

  @Override
  public Optional<String> play(String verb, Words words) {
    return Optional.ofNullable(
        switch (verb) {
          case "over-quota" -> overQuota(words);
          case "item" -> item(words);
          case "package" -> grant(words);
          case "use" -> use(words);
          case "why" -> why(words);
          case "left" -> left(words);
          case "levels" -> levels(words);
          case "exhausted" -> exhausted(words);
          case "correct" -> correct(words);
          case "collect" -> collect(words);
          case "month" -> month(words);
          default -> null;
        });
  }

  private String overQuota(Words words) {
    overQuota = words.constant(OverQuota.class);
    return "";
  }

  private String item(Words words) {
    var name = words.next();
    var cycle = words.constant(Cycle.class);
    var price = Prices.read(words);
    items.put(name, new Books(cycle, price, overQuota, world.zone, World.CUSTOMER, world.journal));
    return "";
  }

  private String grant(Words words) {
    var packageId = words.next();
    var item = words.next();
    var quantity = words.quantity();
    var reset = words.constant(Reset.class);
    var validity = Period.parse(words.next());
    words.skip("from");
    var activatedAt = words.time(world.zone);
    var boughtAt = words.take("bought") ? words.time(world.zone) : activatedAt;
    var quantityBought = words.take("quantity") ? words.number() : 1;
    var periodsBought = words.take("periods") ? words.number() : 1;
    var stop = words.take("stop");
    var grants =
        Grant.of(quantity, reset, validity, quantityBought, periodsBought, activatedAt, world.zone);
    books(item).grant(packageId, grants, stop, boughtAt);
    return grants.stream()
        .map(grant -> grant.granted() + " until " + world.local(grant.period().to()))
        .collect(joining("; "));
  }

  private String use(Words words) {
    var sn = words.next();
    var books = books(words.next());
    var quantity = words.quantity();
    words.skip("until");
    var endTime = words.time(world.zone);
    var namedPackage = words.take("package") ? words.next() : null;
    if (books.knows(sn)) {
      return "repeated";
    }
    return switch (books.accept(sn, quantity.units(), endTime, namedPackage)) {
      case DrawOutcome.Drawn(var plan) -> described(books, Allocation.of(plan));
      case DrawOutcome.Refused(var _, var available) ->
        "refused, " + new Quantity(available) + " available";
    };
  }

  private static String described(Books books, Allocation allocation) {
    return allocation.takings().stream()
        .map(taking -> source(books, taking) + " " + new Quantity(taking.units()))
        .collect(joining(" + "));
  }

  private static String source(Books books, Taking taking) {
    return switch (taking) {
      case Taking.FromQuota(var quotaNo, var _) -> books.packageOf(quotaNo);
      case Taking.OnDemand _ -> "on demand";
      case Taking.Overage _ -> "overage";
    };
  }

  private String why(Words words) {
    var sn = words.next();
    var books = books(words.next());
    words.skip("of");
    var packageId = words.next();
    var record = books.record(sn);
    return DrawExplanation.of(
            record.plan, record.moment(), record.namedPackage, record.balancesBefore)
        .stream()
        .filter(explained -> explained.quota().packageInstanceId().equals(packageId))
        .map(Object::toString)
        .collect(joining(" / "));
  }

  private String left(Words words) {
    var packageId = words.next();
    var books = books(words.next());
    words.skip("at");
    var instant = words.time(world.zone);
    return books.balances().stream()
        .filter(balance -> balance.quota().packageInstanceId().equals(packageId))
        .filter(balance -> balance.quota().period().holds(instant))
        .map(balance -> new Quantity(balance.remainingUnits()).toString())
        .findFirst()
        .orElse("none");
  }

  private String levels(Words words) {
    var granted = words.quantity();
    var before = words.quantity();
    words.skip("to");
    var after = words.quantity();
    var reached = QuotaLevel.reached(granted.units(), before.units(), after.units());
    return reached.isEmpty()
        ? "none"
        : reached.stream().map(level -> level.percent() + " %").collect(joining(", "));
  }

  private String exhausted(Words words) {
    var books = books(words.next());
    words.skip("at");
    return Exhaustion.isExhausted(books.balances(), words.time(world.zone)) ? "yes" : "no";
  }

  private String correct(Words words) {
    var sn = words.next();
    var books = books(words.next());
    words.skip("to");
    var newUnits = words.quantity().units();
    words.skip("at");
    var at = words.time(world.zone);
    var aggregatesBefore = books.feed().size();
    return switch (books.correct(sn, newUnits, at)) {
      case CorrectionOutcome.Corrected(var correction) ->
        correction.changesNothing()
            ? "nothing changes"
            : changes(books, correction) + newAggregates(books, aggregatesBefore);
      case CorrectionOutcome.Refused(var requested, var available) ->
        "refused, " + new Quantity(requested) + " more requested, " + new Quantity(available)
            + " available";
    };
  }

  private static String changes(Books books, Correction correction) {
    var parts = new ArrayList<String>();
    correction
        .drawnChanges()
        .forEach((quotaNo, units) -> parts.add(books.packageOf(quotaNo) + signed(units)));
    addChange(parts, "on demand", correction.onDemandChange());
    addChange(parts, "overage", correction.overageChange());
    return String.join(", ", parts);
  }

  private static void addChange(List<String> parts, String name, long units) {
    if (units != 0) {
      parts.add(name + signed(units));
    }
  }

  private static String signed(long units) {
    return (units > 0 ? " +" : " ") + new Quantity(units);
  }

  private String newAggregates(Books books, int before) {
    return books.feed().stream()
        .skip(before)
        .map(this::described)
        .map("; "::concat)
        .collect(joining());
  }

  private String collect(Words words) {
    var books = books(words.next());
    words.skip("at");
    var due = words.time(world.zone);
    var horizon = books.cycle().lastDueAt(due, world.zone).end();
    var aggregates = books.collect(horizon, due);
    return aggregates.isEmpty()
        ? "nothing"
        : aggregates.stream().map(this::described).collect(joining("; "));
  }

  private String described(Aggregate aggregate) {
    var sum = aggregate.sum();
    var parts = new ArrayList<String>();
    addPart(parts, "drawn", sum.drawnUnits());
    addPart(parts, "on demand", sum.onDemandUnits());
    addPart(parts, "overage", sum.overageUnits());
    var quantities = parts.isEmpty() ? "" : " = " + String.join(" + ", parts);
    return aggregate.kind() + " " + world.local(aggregate.cycle().start()) + " "
        + new Quantity(sum.units()) + quantities + ", " + aggregate.amount();
  }

  private static void addPart(List<String> parts, String name, long units) {
    if (units != 0) {
      parts.add(name + " " + new Quantity(units));
    }
  }

  private String month(Words words) {
    var books = books(words.next());
    var count = books.count(YearMonth.parse(words.next()));
    return "on demand " + new Quantity(count.onDemandUnits()) + ", charged " + count.charged()
        + (count.settled() ? ", settled" : "");
  }

  private Books books(@Nullable String item) {
    var books = items.get(item);
    if (books == null) {
      throw new IllegalArgumentException("no such item: " + item);
    }
    return books;
  }
}
