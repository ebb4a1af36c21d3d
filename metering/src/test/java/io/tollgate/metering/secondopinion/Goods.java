package io.tollgate.metering.secondopinion;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is on sale in every run: each price model under each rule for what is over quota, an hourly
 * and a daily item each, and packages of every kind for them.
 */
final class Goods {

  /** One product for each price model and rule; the tiers are low enough to be crossed. */
  static final List<Product> ALL = all();

  private Goods() {}

  /**
   * @param reject whether what a named package does not cover is refused, or else capped
   * @param items first the hourly one, then the daily one
   */
  record Product(String code, String currency, boolean reject, List<Item> items, List<Pack> packs) {

    String payPerUse() {
      return code + "-ppu";
    }
  }

  /**
   * @param model PER_UNIT, GRADUATED or VOLUME
   * @param per the quantity a PER_UNIT price is for
   */
  record Item(String productId, boolean hourly, String model, BigDecimal per, List<Tier> tiers) {}

  /** {@code upTo} is null for the last one. */
  record Tier(@Nullable BigDecimal upTo, BigDecimal price) {}

  /**
   * A package on sale, valid for months and days together.
   *
   * @param stop whether it stops before excess
   * @param resetMonths 0 for none
   * @param contents quantities by the place of the item in its product
   */
  record Pack(
      String skuCode,
      boolean stop,
      int resetMonths,
      int months,
      int days,
      BigDecimal price,
      Map<Integer, BigDecimal> contents) {}

  private static List<Product> all() {
    var products = new ArrayList<Product>();
    for (var model : List.of("PER_UNIT", "GRADUATED", "VOLUME")) {
      for (var rule : List.of("CAP", "REJECT")) {
        var code = "p" + products.size();
        products.add(new Product(
            code,
            products.size() % 3 == 0 ? "JPY" : "CNY",
            rule.equals("REJECT"),
            List.of(item(code + "-hourly", true, model), item(code + "-daily", false, model)),
            packs(code)));
      }
    }
    return List.copyOf(products);
  }

  private static Item item(String productId, boolean hourly, String model) {
    var tiers = model.equals("PER_UNIT")
        ? List.of(tier(null, hourly ? "0.45" : "0.03125"))
        : List.of(tier("5", "0.07"), tier("20.5", hourly ? "0.05" : "0.09"), tier(null, "0.031"));
    return new Item(productId, hourly, model, decimal(hourly ? "1000" : "1"), tiers);
  }

  private static List<Pack> packs(String code) {
    return List.of(
        pack(code + "-a", false, 0, 12, 0, "40", Map.of(0, decimal("30"))),
        pack(code + "-b", false, 1, 3, 0, "12.3456", Map.of(0, decimal("12.5"), 1, decimal("7"))),
        pack(code + "-c", false, 12, 24, 0, "99", Map.of(0, decimal("40"))),
        pack(code + "-d", false, 1, 0, 45, "0.00000001", Map.of(1, decimal("10.0001"))),
        pack(code + "-e", true, 1, 12, 0, "7.5", Map.of(0, decimal("9.75"))),
        pack(code + "-f", true, 0, 0, 20, "1", Map.of(0, decimal("15"), 1, decimal("15"))),
        pack(code + "-g", true, 12, 12, 1, "0", Map.of(1, decimal("33.3333"))));
  }

  private static Pack pack(
      String skuCode,
      boolean stop,
      int resetMonths,
      int months,
      int days,
      String price,
      Map<Integer, BigDecimal> contents) {
    return new Pack(skuCode, stop, resetMonths, months, days, decimal(price), contents);
  }

  private static Tier tier(@Nullable String upTo, String price) {
    return new Tier(upTo == null ? null : decimal(upTo), decimal(price));
  }

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }
}
