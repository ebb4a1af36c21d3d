package io.tollgate.rules.scenario;

import static java.util.stream.Collectors.joining;

import io.tollgate.rules.catalogue.KnownItems;
import io.tollgate.rules.catalogue.SkuCheck;
import io.tollgate.rules.catalogue.SkuDefinition;
import io.tollgate.rules.catalogue.SkuDefinition.Amount;
import io.tollgate.rules.catalogue.SkuDefinition.Content;
import io.tollgate.rules.catalogue.SkuDefinition.Item;
import io.tollgate.rules.catalogue.SkuDefinition.TierPrice;
import io.tollgate.rules.catalogue.SkuDefinition.UsagePrice;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Definitions of specifications. {@code sku ON_DEMAND} is a sound one of its kind; {@code with
 * pointer=value} changes a member, {@code without pointer} leaves one out. Item {@code sms} is
 * known, and priced in yuan.
 */
final class CatalogueStage implements Stage {

  private static final KnownItems KNOWN = productId ->
      productId.equals("sms") || productId.equals("mms") ? Currency.getInstance("CNY") : null;

  @Override
  public Optional<String> play(String verb, Words words) {
    return verb.equals("sku") ? Optional.of(check(words)) : Optional.empty();
  }

  private static String check(Words words) {
    var members = soundMembers(words.next());
    while (words.hasNext()) {
      if (words.take("without")) {
        members.remove(words.next());
      } else {
        words.skip("with");
        var change = words.next().split("=", 2);
        members.put(change[0], change[1]);
      }
    }
    return switch (SkuCheck.of(definition(members), KNOWN)) {
      case SkuCheck.Sound _ -> "sound";
      case SkuCheck.Faulty(var faults) ->
        faults.stream()
            .map(fault -> fault.pointer() + ": " + fault.detail())
            .collect(joining(" / "));
    };
  }

  private static Map<String, String> soundMembers(String mode) {
    var members = new HashMap<>(Map.of("/skuCode", "sku-1", "/chargingMode", mode));
    members.putAll(
        switch (mode) {
          case "ON_DEMAND" ->
            Map.of(
                "/items/0/productId", "sms",
                "/items/0/name", "SMS",
                "/items/0/unit", "message",
                "/items/0/cycle", "HOURLY",
                "/items/0/price/model", "PER_UNIT",
                "/items/0/price/currency", "CNY",
                "/items/0/price/unitPrice", "0.045");
          case "ON_DEMAND_PKG" ->
            Map.of(
                "/productId", "pkg",
                "/contents/0/productId", "sms",
                "/contents/0/quantity", "1000",
                "/reset", "NONE",
                "/validity", "P1Y",
                "/price/currency", "CNY",
                "/price/amount", "40.00");
          case "PERIOD" ->
            Map.of(
                "/productId", "month",
                "/periodType", "month",
                "/price/currency", "CNY",
                "/price/amount", "99.00");
          case "ONE_TIME" ->
            Map.of("/productId", "setup", "/price/currency", "CNY", "/price/amount", "10.00");
          default -> Map.<String, String>of();
        });
    return members;
  }

  private static SkuDefinition definition(Map<String, String> members) {
    var stop = members.get("/stopBeforeExcess");
    return new SkuDefinition(
        members.get("/skuCode"),
        members.get("/chargingMode"),
        listOf(members, "/items", CatalogueStage::item),
        members.get("/productId"),
        stop == null ? null : Boolean.valueOf(stop),
        listOf(members, "/contents", CatalogueStage::content),
        members.get("/reset"),
        members.get("/validity"),
        members.get("/periodType"),
        amount(members));
  }

  private interface Reader<T> {
    T read(Map<String, String> members, String at);
  }

  private static <T> @Nullable List<@Nullable T> listOf(
      Map<String, String> members, String pointer, Reader<T> reader) {
    var list = new ArrayList<@Nullable T>();
    for (var i = 0; hasMember(members, pointer + "/" + i); i++) {
      list.add(reader.read(members, pointer + "/" + i));
    }
    return list.isEmpty() ? null : list;
  }

  private static boolean hasMember(Map<String, String> members, String pointer) {
    return members.keySet().stream().anyMatch(name -> name.startsWith(pointer + "/"));
  }

  private static Item item(Map<String, String> members, String at) {
    return new Item(
        members.get(at + "/productId"),
        members.get(at + "/name"),
        members.get(at + "/unit"),
        members.get(at + "/cycle"),
        hasMember(members, at + "/price") ? usagePrice(members, at + "/price") : null);
  }

  private static UsagePrice usagePrice(Map<String, String> members, String at) {
    return new UsagePrice(
        members.get(at + "/model"),
        members.get(at + "/currency"),
        members.get(at + "/unitPrice"),
        members.get(at + "/per"),
        tiers(members.get(at + "/tiers")));
  }

  /** {@code 1000:0.05,rest:0.04}. */
  private static @Nullable List<@Nullable TierPrice> tiers(@Nullable String text) {
    if (text == null) {
      return null;
    }
    var tiers = new ArrayList<@Nullable TierPrice>();
    for (var tier : text.split(",", -1)) {
      var parts = tier.split(":", 2);
      tiers.add(new TierPrice(parts[0].equals("rest") ? null : parts[0], parts[1]));
    }
    return tiers;
  }

  private static Content content(Map<String, String> members, String at) {
    return new Content(members.get(at + "/productId"), members.get(at + "/quantity"));
  }

  private static @Nullable Amount amount(Map<String, String> members) {
    return hasMember(members, "/price")
        ? new Amount(members.get("/price/currency"), members.get("/price/amount"))
        : null;
  }
}
