package io.tollgate.rules.catalogue;

import io.tollgate.rules.catalogue.SkuDefinition.TierPrice;
import io.tollgate.rules.catalogue.SkuDefinition.UsagePrice;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.quantity.QuantityReading.Read;
import io.tollgate.rules.quantity.QuantityReading.Unreadable;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the price of a billing item, noting every fault. */
final class PriceReader {

  /** More tiers than any price list has; a bound on what one definition makes us keep. */
  private static final int MOST_TIERS = 100;

  private final Faults faults;
  private final Decimals decimals;

  PriceReader(Faults faults) {
    this.faults = faults;
    this.decimals = new Decimals(faults);
  }

  @Nullable
  Price read(String pointer, @Nullable UsagePrice price) {
    if (price == null) {
      faults.add(pointer, null, "a price with its model and currency");
      return null;
    }
    var currency = decimals.currency(pointer + "/currency", price.currency());
    return switch (price.model()) {
      case "PER_UNIT" -> perUnit(pointer, price, currency);
      case "GRADUATED" -> {
        var tiers = tiers(pointer, price);
        yield currency == null || tiers == null ? null : new GraduatedPrice(currency, tiers);
      }
      case "VOLUME" -> {
        var tiers = tiers(pointer, price);
        yield currency == null || tiers == null ? null : new VolumePrice(currency, tiers);
      }
      case null, default -> {
        faults.add(pointer + "/model", price.model(), "PER_UNIT, GRADUATED or VOLUME");
        yield null;
      }
    };
  }

  private @Nullable Price perUnit(String pointer, UsagePrice price, @Nullable Currency currency) {
    faults.unused(pointer + "/tiers", price.tiers(), "PER_UNIT");
    var unitPrice = decimals.price(pointer + "/unitPrice", price.unitPrice());
    var perText = price.per();
    var per = perText == null ? Quantity.ONE : quantity(pointer + "/per", perText);
    if (unitPrice == null || per == null) {
      return null;
    }
    if (!PerUnitPrice.isExact(unitPrice, per)) {
      faults.add(
          pointer + "/per",
          price.per(),
          "one that divides unitPrice " + unitPrice.toPlainString() + " without remainder, as"
              + " amounts are never rounded");
      return null;
    }
    return currency == null ? null : new PerUnitPrice(currency, unitPrice, per);
  }

  private @Nullable Tiers tiers(String pointer, UsagePrice price) {
    faults.unused(pointer + "/unitPrice", price.unitPrice(), "a tiered price");
    faults.unused(pointer + "/per", price.per(), "a tiered price");
    var definitions = price.tiers();
    if (definitions == null || definitions.isEmpty() || definitions.size() > MOST_TIERS) {
      faults.add(
          pointer + "/tiers",
          definitions == null ? null : definitions.size() + " tiers",
          "1 to " + MOST_TIERS + " tiers");
      return null;
    }
    return laidEndToEnd(pointer + "/tiers", definitions);
  }

  private @Nullable Tiers laidEndToEnd(String pointer, List<@Nullable TierPrice> definitions) {
    var tiers = new ArrayList<Tier>(definitions.size());
    var reached = 0L;
    for (var i = 0; i < definitions.size(); i++) {
      var at = pointer + "/" + i;
      var definition = definitions.get(i);
      if (definition == null) {
        faults.add(at, null, "a tier with its unitPrice");
        return null;
      }
      var unitPrice = decimals.price(at + "/unitPrice", definition.unitPrice());
      var isLast = i == definitions.size() - 1;
      var upTo = isLast ? noEnd(at, definition) : end(at, definition, reached);
      if (unitPrice != null && upTo != null) {
        tiers.add(new Tier(reached, upTo, unitPrice));
      }
      reached = upTo == null ? reached : upTo;
    }
    return tiers.size() == definitions.size() ? new Tiers(tiers) : null;
  }

  private @Nullable Long noEnd(String pointer, TierPrice last) {
    if (last.upTo() != null) {
      faults.add(pointer + "/upTo", last.upTo(), "none on the last tier, which has no end");
      return null;
    }
    return Long.MAX_VALUE;
  }

  private @Nullable Long end(String pointer, TierPrice tier, long reached) {
    var text = tier.upTo();
    if (text == null) {
      faults.add(pointer + "/upTo", null, "given on every tier but the last");
      return null;
    }
    var upTo = quantity(pointer + "/upTo", text);
    if (upTo == null) {
      return null;
    }
    if (upTo.units() <= reached) {
      faults.add(
          pointer + "/upTo",
          text,
          "more than " + new Quantity(reached) + ", where the tier before ends; tiers ascend and"
              + " do not overlap");
      return null;
    }
    return upTo.units();
  }

  private @Nullable Quantity quantity(String pointer, String text) {
    return switch (Quantity.read(text, Quantity.LARGEST_GRANT)) {
      case Read(var quantity) -> quantity;
      case Unreadable _ -> {
        faults.add(pointer, text, "a quantity of more than 0 with at most 4 decimals, as text");
        yield null;
      }
    };
  }
}
