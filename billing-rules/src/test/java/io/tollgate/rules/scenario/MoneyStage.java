package io.tollgate.rules.scenario;

import static java.util.stream.Collectors.joining;

import io.tollgate.rules.catalogue.BillingItem;
import io.tollgate.rules.catalogue.OnDemandSku;
import io.tollgate.rules.catalogue.OneTimeSku;
import io.tollgate.rules.catalogue.PackageContent;
import io.tollgate.rules.catalogue.PackageSku;
import io.tollgate.rules.catalogue.PeriodSku;
import io.tollgate.rules.catalogue.PeriodType;
import io.tollgate.rules.catalogue.Sku;
import io.tollgate.rules.journal.Account;
import io.tollgate.rules.journal.JournalEntry;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.order.OrderBounds;
import io.tollgate.rules.order.OrderPrice;
import io.tollgate.rules.order.Refund;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.quota.Reset;
import io.tollgate.rules.usage.Cycle;
import java.time.Instant;
import java.time.Period;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The journal of one customer, and what orders cost and give back. */
final class MoneyStage implements Stage {

  private static final Instant ANY_TIME = Instant.EPOCH;
  private static final Currency CNY = Currency.getInstance("CNY");

  private final World world;

  MoneyStage(World world) {
    this.world = world;
  }

  @Override
  public Optional<String> play(String verb, Words words) {
    return Optional.ofNullable(
        switch (verb) {
          case "top-up" ->
            posted(JournalEntry.topUp(World.CUSTOMER, money(words), "payment", ANY_TIME));
          case "buy" ->
            posted(JournalEntry.purchase(World.CUSTOMER, money(words), "order", ANY_TIME));
          case "refund" ->
            posted(JournalEntry.refund(World.CUSTOMER, money(words), "order", ANY_TIME));
          case "pay-out" -> payOut(words);
          case "balance" -> balance();
          case "accounts" -> accounts();
          case "price" -> price(words);
          case "trial" -> OrderPrice.ofTrial(sku(words)).toString();
          case "change" -> change(words);
          case "unsubscribe" -> unsubscribe(words);
          case "order" -> order(words);
          default -> null;
        });
  }

  private String posted(JournalEntry entry) {
    world.journal.add(entry);
    return entry.postings().stream()
        .map(posting -> posting.account() + " " + posting.amount().plainAmount())
        .collect(joining(", "));
  }

  /** {@code pay-out 95 CNY fee 5 CNY}. */
  private String payOut(Words words) {
    var toIsv = money(words);
    words.skip("fee");
    return posted(JournalEntry.settlement("isv", toIsv, money(words), "statement", ANY_TIME));
  }

  private String balance() {
    return world
        .accounts()
        .getOrDefault(Account.customer(World.CUSTOMER), Money.zero(CNY))
        .toString();
  }

  private String accounts() {
    return world.accounts().entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue().plainAmount())
        .collect(joining(", "));
  }

  /** {@code price package 40 quantity 2 periods 3}. */
  private static String price(Words words) {
    var sku = sku(words);
    var quantity = words.take("quantity") ? words.number() : 1;
    var periods = words.take("periods") ? words.number() : 1;
    return OrderPrice.of(sku, quantity, periods).toString();
  }

  /** {@code change month 99 quantity 1 to month 149 quantity 2 periods 3}. */
  private static String change(Words words) {
    var from = (PeriodSku) sku(words);
    var before = words.take("quantity") ? words.number() : 1;
    words.skip("to");
    var to = (PeriodSku) sku(words);
    var after = words.take("quantity") ? words.number() : 1;
    var periods = words.take("periods") ? words.number() : 1;
    return OrderPrice.ofChange(from, before, to, after, periods).toString();
  }

  /** {@code unsubscribe month 99 activated T [effective T] at T}. */
  private String unsubscribe(Words words) {
    var sku = sku(words);
    words.skip("activated");
    var activatedAt = words.time(world.zone);
    var effectiveAt = words.take("effective") ? words.time(world.zone) : activatedAt;
    words.skip("at");
    var paid = OrderPrice.of(sku, 1, 1);
    return Refund.onUnsubscribe(sku, paid, effectiveAt, activatedAt, words.time(world.zone))
        .toString();
  }

  /** {@code order package 40 of 1000 reset monthly valid P1Y quantity 2 periods 3}. */
  private static String order(Words words) {
    var sku = sku(words);
    var quantity = words.take("quantity") ? words.number() : 1;
    var periods = words.take("periods") ? words.number() : 1;
    return OrderBounds.fault(sku, quantity, periods)
        .map(fault -> fault.pointer() + ": " + fault.detail())
        .orElse("possible");
  }

  private static Money money(Words words) {
    return Money.of(words.next(), words.next());
  }

  private static Sku sku(Words words) {
    return switch (words.next()) {
      case "pay-per-use" ->
        new OnDemandSku(
            "sku", List.of(new BillingItem("i", "item", "unit", Cycle.HOURLY, Prices.read(words))));
      case "package" -> packageSku(words);
      case "day" -> new PeriodSku("sku", "p", PeriodType.DAY, yuan(words));
      case "year" -> new PeriodSku("sku", "p", PeriodType.YEAR, yuan(words));
      case "month" -> new PeriodSku("sku", "p", PeriodType.MONTH, yuan(words));
      case "one-time" -> new OneTimeSku("sku", "p", yuan(words));
      default ->
        throw new IllegalArgumentException("pay-per-use, package, day, month, year or one-time");
    };
  }

  /** {@code 40 [of 1000] [reset monthly] [valid P1Y] [stop]}. */
  private static PackageSku packageSku(Words words) {
    var price = yuan(words);
    var quantity = words.take("of") ? Quantity.of(words.next()) : Quantity.ONE;
    var reset =
        words.take("reset") ? Reset.valueOf(words.next().toUpperCase(Locale.ROOT)) : Reset.NONE;
    var validity = words.take("valid") ? Period.parse(words.next()) : Period.ofYears(1);
    var contents = List.of(new PackageContent("i", quantity));
    return new PackageSku("sku", "p", words.take("stop"), contents, reset, validity, price);
  }

  private static Money yuan(Words words) {
    return new Money(words.decimal(), CNY);
  }
}
