package io.tollgate.rules.catalogue;

import io.tollgate.rules.catalogue.SkuDefinition.Amount;
import io.tollgate.rules.catalogue.SkuDefinition.Content;
import io.tollgate.rules.catalogue.SkuDefinition.Item;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.quantity.QuantityReading.Read;
import io.tollgate.rules.quantity.QuantityReading.Unreadable;
import io.tollgate.rules.quota.Reset;
import io.tollgate.rules.usage.Cycle;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a specification, noting every fault; what it answers is meaningless once there is one. */
final class SkuReader {

  /** More than any specification has; a bound on what one definition makes us keep. */
  private static final int MOST_ENTRIES = 100;

  private static final String A_NAME = "a name of 1 to 64 characters";
  private static final int LONGEST_NAME = 64;

  /** A day from which a month has 28 days and a year 365: the shortest they get. */
  private static final LocalDate SHORT_MONTH = LocalDate.of(2025, 2, 1);

  private final Faults faults;
  private final KnownItems knownItems;
  private final Decimals decimals;
  private final PriceReader prices;

  SkuReader(Faults faults, KnownItems knownItems) {
    this.faults = faults;
    this.knownItems = knownItems;
    this.decimals = new Decimals(faults);
    this.prices = new PriceReader(faults);
  }

  @Nullable
  Sku read(SkuDefinition definition) {
    var skuCode = name("/skuCode", definition.skuCode());
    noteUnused(definition);
    return switch (definition.chargingMode()) {
      case "ON_DEMAND" -> onDemand(skuCode, definition);
      case "ON_DEMAND_PKG" -> packageSku(skuCode, definition);
      case "PERIOD" -> period(skuCode, definition);
      case "ONE_TIME" -> oneTime(skuCode, definition);
      case null, default -> {
        faults.add(
            "/chargingMode",
            definition.chargingMode(),
            "ON_DEMAND, ON_DEMAND_PKG, PERIOD or ONE_TIME");
        yield null;
      }
    };
  }

  private void noteUnused(SkuDefinition definition) {
    var mode = definition.chargingMode();
    if (mode == null) {
      return;
    }
    if (mode.equals("ON_DEMAND")) {
      faults.unused("/productId", definition.productId(), mode + ", whose items have their own");
      faults.unused("/price", definition.price(), mode + ", whose items have their own");
    } else {
      faults.unused("/items", definition.items(), mode);
    }
    if (!mode.equals("ON_DEMAND_PKG")) {
      faults.unused("/stopBeforeExcess", definition.stopBeforeExcess(), mode);
      faults.unused("/contents", definition.contents(), mode);
      faults.unused("/reset", definition.reset(), mode);
      faults.unused("/validity", definition.validity(), mode);
    }
    if (!mode.equals("PERIOD")) {
      faults.unused("/periodType", definition.periodType(), mode);
    }
  }

  private @Nullable Sku onDemand(@Nullable String skuCode, SkuDefinition definition) {
    var definitions = entries("/items", definition.items());
    var items = new ArrayList<BillingItem>();
    var seen = new HashSet<String>();
    for (var i = 0; i < definitions.size(); i++) {
      var item = item("/items/" + i, definitions.get(i), seen);
      if (item != null) {
        noteMixedCurrency("/items/" + i, item, items);
        items.add(item);
      }
    }
    return skuCode == null || items.isEmpty() ? null : new OnDemandSku(skuCode, items);
  }

  private @Nullable BillingItem item(String at, @Nullable Item item, Set<String> seen) {
    if (item == null) {
      faults.add(at, null, "a billing item");
      return null;
    }
    var productId = name(at + "/productId", item.productId());
    if (productId != null && !seen.add(productId)) {
      faults.add(at + "/productId", productId, "another one for each item");
    }
    var name = faults.required(at + "/name", item.name(), "what the item is called");
    var unit = faults.required(at + "/unit", item.unit(), "what one of it is called");
    var cycle = constant(at + "/cycle", item.cycle(), Cycle.class, "HOURLY or DAILY");
    var price = prices.read(at + "/price", item.price());
    return productId == null || name == null || unit == null || cycle == null || price == null
        ? null
        : new BillingItem(productId, name, unit, cycle, price);
  }

  private void noteMixedCurrency(String at, BillingItem item, List<BillingItem> before) {
    var currency = item.price().currency();
    if (!before.isEmpty() && !before.getFirst().price().currency().equals(currency)) {
      faults.add(
          at + "/price/currency",
          currency,
          before.getFirst().price().currency() + ", as for the items before");
    }
  }

  private @Nullable Sku packageSku(@Nullable String skuCode, SkuDefinition definition) {
    var productId = name("/productId", definition.productId());
    var price = price(definition.price());
    var contents = contents(definition.contents(), price == null ? null : price.currency());
    var reset = constant("/reset", definition.reset(), Reset.class, "NONE, MONTHLY or YEARLY");
    var validity = validity(definition.validity());
    if (reset != null && validity != null && isLongerThan(reset, validity)) {
      faults.add("/reset", reset, "one that is not longer than validity " + validity);
    }
    if (skuCode == null
        || productId == null
        || price == null
        || contents.isEmpty()
        || reset == null
        || validity == null) {
      return null;
    }
    var stopBeforeExcess = Boolean.TRUE.equals(definition.stopBeforeExcess());
    return new PackageSku(skuCode, productId, stopBeforeExcess, contents, reset, validity, price);
  }

  /** Judged at {@link #SHORT_MONTH}, so that 28 days are a month long enough and 365 a year. */
  private static boolean isLongerThan(Reset reset, Period validity) {
    var every = reset.every();
    return every != null && SHORT_MONTH.plus(every).isAfter(SHORT_MONTH.plus(validity));
  }

  private List<PackageContent> contents(
      @Nullable List<@Nullable Content> list, @Nullable Currency currency) {
    var definitions = entries("/contents", list);
    var contents = new ArrayList<PackageContent>();
    var seen = new HashSet<String>();
    for (var i = 0; i < definitions.size(); i++) {
      var content = content("/contents/" + i, definitions.get(i), seen, currency);
      if (content != null) {
        contents.add(content);
      }
    }
    return contents;
  }

  private @Nullable PackageContent content(
      String at, @Nullable Content content, Set<String> seen, @Nullable Currency currency) {
    if (content == null) {
      faults.add(at, null, "a billing item and its quantity");
      return null;
    }
    var productId = name(at + "/productId", content.productId());
    if (productId != null) {
      noteContentItem(at + "/productId", productId, seen, currency);
    }
    var quantity = quantity(at + "/quantity", content.quantity());
    return productId == null || quantity == null ? null : new PackageContent(productId, quantity);
  }

  private void noteContentItem(
      String at, String productId, Set<String> seen, @Nullable Currency currency) {
    if (!seen.add(productId)) {
      faults.add(at, productId, "another item in each of the contents");
    } else if (!knownItems.isKnown(productId)) {
      faults.add(at, productId, "a billing item of this product; create its ON_DEMAND sku first");
    } else {
      var itemCurrency = knownItems.currencyOf(productId);
      if (currency != null && itemCurrency != null && !currency.equals(itemCurrency)) {
        faults.add("/price/currency", currency, itemCurrency + ", as for item " + productId);
      }
    }
  }

  private @Nullable Sku period(@Nullable String skuCode, SkuDefinition definition) {
    var productId = name("/productId", definition.productId());
    var periodType = periodType(definition.periodType());
    var price = price(definition.price());
    return skuCode == null || productId == null || periodType == null || price == null
        ? null
        : new PeriodSku(skuCode, productId, periodType, price);
  }

  private @Nullable PeriodType periodType(@Nullable String wireName) {
    for (var periodType : PeriodType.values()) {
      if (periodType.wireName().equals(wireName)) {
        return periodType;
      }
    }
    faults.add("/periodType", wireName, "day, month or year");
    return null;
  }

  private @Nullable Sku oneTime(@Nullable String skuCode, SkuDefinition definition) {
    var productId = name("/productId", definition.productId());
    var price = price(definition.price());
    return skuCode == null || productId == null || price == null
        ? null
        : new OneTimeSku(skuCode, productId, price);
  }

  private @Nullable Money price(@Nullable Amount price) {
    if (price == null) {
      faults.add("/price", null, "an amount and its currency");
      return null;
    }
    var currency = decimals.currency("/price/currency", price.currency());
    var amount = decimals.price("/price/amount", price.amount());
    return currency == null || amount == null ? null : new Money(amount, currency);
  }

  private @Nullable Period validity(@Nullable String text) {
    var expected = "a calendar length such as P1Y, P6M or P30D, at most P100Y";
    try {
      if (text != null) {
        var validity = Period.parse(text);
        if (isPositive(validity) && isAtMost100Years(validity)) {
          return validity;
        }
      }
    } catch (DateTimeException | ArithmeticException _) {
      // Named as a fault below, like a length of nothing.
    }
    faults.add("/validity", text, expected);
    return null;
  }

  private static boolean isPositive(Period period) {
    return !period.isZero() && !period.isNegative();
  }

  private static boolean isAtMost100Years(Period period) {
    return !SHORT_MONTH.plus(period).isAfter(SHORT_MONTH.plusYears(100));
  }

  private @Nullable Quantity quantity(String pointer, @Nullable String text) {
    var reading = text == null ? null : Quantity.read(text, Quantity.LARGEST_GRANT);
    return switch (reading) {
      case Read(var quantity) -> quantity;
      case Unreadable(var reason, var shown) -> {
        faults.add(pointer, shown, reason.expected());
        yield null;
      }
      case null -> {
        faults.add(pointer, null, "a quantity of more than 0 with at most 4 decimals, as text");
        yield null;
      }
    };
  }

  private <T> List<@Nullable T> entries(String pointer, @Nullable List<@Nullable T> list) {
    if (list == null || list.isEmpty() || list.size() > MOST_ENTRIES) {
      faults.add(pointer, list == null ? null : list.size() + " entries", "1 to " + MOST_ENTRIES);
      return List.of();
    }
    return list;
  }

  private @Nullable String name(String pointer, @Nullable String value) {
    var name = faults.required(pointer, value, A_NAME);
    if (name != null && name.length() > LONGEST_NAME) {
      faults.add(pointer, name, A_NAME);
      return null;
    }
    return name;
  }

  private <E extends Enum<E>> @Nullable E constant(
      String pointer, @Nullable String value, Class<E> type, String expected) {
    for (var constant : type.getEnumConstants()) {
      if (constant.name().equals(value)) {
        return constant;
      }
    }
    faults.add(pointer, value, expected);
    return null;
  }
}
