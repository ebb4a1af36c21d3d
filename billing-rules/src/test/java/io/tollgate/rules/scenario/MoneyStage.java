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
import io.tollgate.rules.order.OrderPrice;
import io.tollgate.rules.order.Refund;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.quota.Reset;
import io.tollgate.rules.usage.Cycle;
import java.time.Instant;
import java.time.Period;
import java.util.Currency;
import java.util.List;
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
          case "renewal-refund" -> renewalRefund(words);
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

  private static String change(Words words) {
    var from = sku(words);
    words.skip("to");
    return OrderPrice.ofChange(from, sku(words), 1, 1).toString();
  }

  /** {@code unsubscribe month 99 activated T at T}. */
  private String unsubscribe(Words words) {
    var sku = sku(words);
    words.skip("activated");
    var activatedAt = words.time(world.zone);
    words.skip("at");
    var paid = OrderPrice.of(sku, 1, 1);
    return Refund.onUnsubscribe(sku, paid, activatedAt, words.time(world.zone)).toString();
  }

  private String renewalRefund(Words words) {
    var paid = money(words);
    words.skip("effective");
    var effectiveAt = words.time(world.zone);
    words.skip("at");
    return Refund.ofRenewal(paid, effectiveAt, words.time(world.zone)).toString();
  }

  private static Money money(Words words) {
    return Money.of(words.next(), words.next());
  }

  private static Sku sku(Words words) {
    return switch (words.next()) {
      case "pay-per-use" ->
        new OnDemandSku(
            "sku", List.of(new BillingItem("i", "item", "unit", Cycle.HOURLY, Prices.read(words))));
      case "package" ->
        new PackageSku(
            "sku",
            "p",
            false,
            List.of(new PackageContent("i", Quantity.ONE)),
            Reset.NONE,
            Period.ofYears(1),
            yuan(words));
      case "month" -> new PeriodSku("sku", "p", PeriodType.MONTH, yuan(words));
      case "one-time" -> new OneTimeSku("sku", "p", yuan(words));
      default -> throw new IllegalArgumentException("pay-per-use, package, month or one-time");
    };
  }

  private static Money yuan(Words words) {
    return new Money(words.decimal(), CNY);
  }
}
