package io.tollgate.rules.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rules.catalogue.SkuCheck.Faulty;
import io.tollgate.rules.catalogue.SkuCheck.Sound;
import io.tollgate.rules.catalogue.SkuDefinition.Amount;
import io.tollgate.rules.catalogue.SkuDefinition.Content;
import io.tollgate.rules.catalogue.SkuDefinition.Item;
import io.tollgate.rules.catalogue.SkuDefinition.TierPrice;
import io.tollgate.rules.catalogue.SkuDefinition.UsagePrice;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.quota.Reset;
import io.tollgate.rules.usage.Cycle;
import java.math.BigDecimal;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SkuCheckTests {

  private static final Currency CNY = Currency.getInstance("CNY");
  private static final UsagePrice PER_UNIT = new UsagePrice("PER_UNIT", "CNY", "0.045", null, null);
  private static final Amount FORTY = new Amount("CNY", "40.00");

  @Test
  void payPerUseIsReadWithItsItems() {
    List<@Nullable TierPrice> tiers =
        List.of(new TierPrice("1000", "0.05"), new TierPrice(null, "0.04"));
    var definition = onDemand(
        new Item("a", "A", "piece", "HOURLY", new UsagePrice("PER_UNIT", "CNY", "5", "1000", null)),
        new Item("b", "B", "hour", "DAILY", new UsagePrice("VOLUME", "CNY", null, null, tiers)));

    var laidOut = new Tiers(List.of(
        new Tier(0, 10_000_000, new BigDecimal("0.05")),
        new Tier(10_000_000, Long.MAX_VALUE, new BigDecimal("0.04"))));
    assertThat(SkuCheck.of(definition, KnownItems.ANY))
        .isEqualTo(new Sound(new OnDemandSku(
            "s",
            List.of(
                new BillingItem(
                    "a",
                    "A",
                    "piece",
                    Cycle.HOURLY,
                    new PerUnitPrice(CNY, new BigDecimal("5"), Quantity.of("1000"))),
                new BillingItem("b", "B", "hour", Cycle.DAILY, new VolumePrice(CNY, laidOut))))));
    assertThat(sku(definition).productIds()).containsExactly("a", "b");
  }

  @Test
  void aPackageIsReadWithItsContents() {
    var definition = packageOf("MONTHLY", "P1Y", new Content("a", "100"), new Content("b", "0.5"));

    assertThat(sku(definition))
        .isEqualTo(new PackageSku(
            "s",
            "p",
            true,
            List.of(
                new PackageContent("a", Quantity.of("100")),
                new PackageContent("b", Quantity.of("0.5"))),
            Reset.MONTHLY,
            Period.ofYears(1),
            Money.of("40", "CNY")));
    assertThat(sku(definition).productIds()).containsExactly("p");
  }

  @Test
  void periodsAndOneTimeProductsAreRead() {
    var period = new SkuDefinition("s", "PERIOD", null, "p", null, null, null, null, "year", FORTY);
    var oneTime =
        new SkuDefinition("s", "ONE_TIME", null, "p", null, null, null, null, null, FORTY);

    assertThat(sku(period))
        .isEqualTo(new PeriodSku("s", "p", PeriodType.YEAR, Money.of("40", "CNY")));
    assertThat(sku(oneTime)).isEqualTo(new OneTimeSku("s", "p", Money.of("40", "CNY")));
    assertThat(sku(period).productIds()).containsExactly("p");
    assertThat(sku(oneTime).productIds()).containsExactly("p");
    assertThat(new PeriodSku("s", "p", PeriodType.MONTH, Money.of("1", "CNY")).length(3))
        .isEqualTo(Period.ofMonths(3));
    assertThat(PeriodType.MONTH.wireName()).isEqualTo("month");
  }

  @Test
  void anEmptyDefinitionNamesItsModeAndItsCode() {
    var empty = new SkuDefinition(null, null, null, null, null, null, null, null, null, null);

    assertThat(faults(empty))
        .containsExactly(
            "/skuCode: missing (expected: a name of 1 to 64 characters)",
            "/chargingMode: missing (expected: ON_DEMAND, ON_DEMAND_PKG, PERIOD or ONE_TIME)");
    assertThat(
            faults(new SkuDefinition(" ", "FREE", null, null, null, null, null, null, null, null)))
        .containsExactly(
            "/skuCode: blank (expected: a name of 1 to 64 characters)",
            "/chargingMode: FREE (expected: ON_DEMAND, ON_DEMAND_PKG, PERIOD or ONE_TIME)");
  }

  @Test
  void missingMembersAreNamedOneByOne() {
    assertThat(pointers(
            new SkuDefinition("s", "ON_DEMAND", null, null, null, null, null, null, null, null)))
        .containsExactly("/items");
    assertThat(pointers(onDemand(new Item(null, null, null, null, null))))
        .containsExactly(
            "/items/0/productId",
            "/items/0/name",
            "/items/0/unit",
            "/items/0/cycle",
            "/items/0/price");
    assertThat(pointers(new SkuDefinition(
            "s", "ON_DEMAND_PKG", null, null, null, null, null, null, null, null)))
        .containsExactly("/productId", "/price", "/contents", "/reset", "/validity");
    assertThat(pointers(
            new SkuDefinition("s", "PERIOD", null, null, null, null, null, null, null, null)))
        .containsExactly("/productId", "/periodType", "/price");
    assertThat(pointers(
            new SkuDefinition("s", "ONE_TIME", null, null, null, null, null, null, null, null)))
        .containsExactly("/productId", "/price");
    assertThat(pointers(packageOf("NONE", "P1Y", new Content(null, null))))
        .containsExactly("/contents/0/productId", "/contents/0/quantity");
  }

  @Test
  void nullsInListsAreFaultsNotCrashes() {
    List<@Nullable Item> noItem = Collections.singletonList(null);
    List<@Nullable Content> noContent = Collections.singletonList(null);
    List<@Nullable TierPrice> noTier = Collections.singletonList(null);

    assertThat(pointers(
            new SkuDefinition("s", "ON_DEMAND", noItem, null, null, null, null, null, null, null)))
        .containsExactly("/items/0");
    assertThat(pointers(new SkuDefinition(
            "s", "ON_DEMAND_PKG", null, "p", null, noContent, "NONE", "P1Y", null, FORTY)))
        .containsExactly("/contents/0");
    assertThat(pointers(onDemand(item(new UsagePrice("VOLUME", "CNY", null, null, noTier)))))
        .containsExactly("/items/0/price/tiers/0");
  }

  @Test
  void membersWithoutMeaningAreRefused() {
    var everything = new SkuDefinition(
        "s",
        "ON_DEMAND",
        List.of(item(PER_UNIT)),
        "p",
        true,
        List.of(new Content("a", "1")),
        "NONE",
        "P1Y",
        "month",
        FORTY);
    var period = new SkuDefinition(
        "s", "PERIOD", List.of(item(PER_UNIT)), "p", null, null, null, null, "day", FORTY);

    assertThat(pointers(everything))
        .containsExactly(
            "/productId",
            "/price",
            "/stopBeforeExcess",
            "/contents",
            "/reset",
            "/validity",
            "/periodType");
    assertThat(faults(period))
        .containsExactly("/items: has no meaning for PERIOD (expected: left out)");
    assertThat(pointers(onDemand(
            item(new UsagePrice("PER_UNIT", "CNY", "1", null, List.of(new TierPrice(null, "1")))))))
        .containsExactly("/items/0/price/tiers");
    assertThat(pointers(onDemand(
            item(new UsagePrice("VOLUME", "CNY", "1", "1", List.of(new TierPrice(null, "1")))))))
        .containsExactly("/items/0/price/unitPrice", "/items/0/price/per");
  }

  @Test
  void anUnknownModelCurrencyOrConstantIsNamed() {
    assertThat(faults(onDemand(item(new UsagePrice("FLAT", "CNY", "1", null, null)))))
        .containsExactly("/items/0/price/model: FLAT (expected: PER_UNIT, GRADUATED or VOLUME)");
    assertThat(pointers(onDemand(item(new UsagePrice(null, null, "1", null, null)))))
        .containsExactly("/items/0/price/currency", "/items/0/price/model");
    assertThat(pointers(onDemand(item(new UsagePrice("PER_UNIT", "yuan", "1", null, null)))))
        .containsExactly("/items/0/price/currency");
    assertThat(pointers(onDemand(item(new UsagePrice("PER_UNIT", "XAU", "1", null, null)))))
        .containsExactly("/items/0/price/currency");
    assertThat(pointers(onDemand(item(
            new UsagePrice("GRADUATED", "XAU", null, null, List.of(new TierPrice(null, "1")))))))
        .containsExactly("/items/0/price/currency");
    assertThat(pointers(onDemand(new Item("a", "A", "piece", "WEEKLY", PER_UNIT))))
        .containsExactly("/items/0/cycle");
    assertThat(pointers(packageOf("DAILY", "P1Y", new Content("a", "1"))))
        .containsExactly("/reset");
  }

  @Test
  void pricesAndQuantitiesAreBounded() {
    assertThat(pointers(onDemand(item(perUnit("1000000000000"))))).hasSize(1);
    assertThat(pointers(onDemand(item(perUnit("999999999999"))))).isEmpty();
    assertThat(pointers(onDemand(item(perUnit("1e3"))))).hasSize(1);
    assertThat(pointers(onDemand(item(perUnit("0.10000000000"))))).isEmpty();
    assertThat(pointers(onDemand(item(new UsagePrice("PER_UNIT", "CNY", null, null, null)))))
        .containsExactly("/items/0/price/unitPrice");
    assertThat(pointers(packageOf("NONE", "P1Y", new Content("a", "100000000001"))))
        .containsExactly("/contents/0/quantity");
    assertThat(pointers(packageOf("NONE", "P1Y", new Content("a", "100000000000"))))
        .isEmpty();
    assertThat(pointers(packageOf("NONE", "P1Y", new Content("a", "0"))))
        .containsExactly("/contents/0/quantity");
  }

  @Test
  void aValidityIsAPositiveCalendarLengthOfAtMostAHundredYears() {
    assertThat(pointers(validFor("P100Y"))).isEmpty();
    assertThat(pointers(validFor("P30D"))).isEmpty();
    for (var wrong : List.of("P0D", "-P1Y", "P1Y-1M", "P101Y", "PT24H", "1Y", "P999999999Y")) {
      assertThat(pointers(validFor(wrong))).as(wrong).containsExactly("/validity");
    }
  }

  @Test
  void aYearIsTwelveMonthsOr365DaysAndAMonthIs28() {
    assertThat(pointers(packageOf("YEARLY", "P12M", new Content("a", "1")))).isEmpty();
    assertThat(pointers(packageOf("YEARLY", "P365D", new Content("a", "1")))).isEmpty();
    assertThat(pointers(packageOf("YEARLY", "P364D", new Content("a", "1"))))
        .containsExactly("/reset");
    assertThat(pointers(packageOf("MONTHLY", "P28D", new Content("a", "1")))).isEmpty();
    assertThat(pointers(packageOf("MONTHLY", "P27D", new Content("a", "1"))))
        .containsExactly("/reset");
  }

  @Test
  void namesAndListsHaveBounds() {
    var longest = "n".repeat(64);

    assertThat(pointers(onDemand(new Item(longest, "A", "piece", "HOURLY", PER_UNIT))))
        .isEmpty();
    assertThat(faults(onDemand(new Item(longest + "n", "A", "piece", "HOURLY", PER_UNIT))))
        .containsExactly(
            "/items/0/productId: " + "n".repeat(40) + "… (expected: a name of 1 to 64 characters)");
    assertThat(pointers(onDemand())).containsExactly("/items");
    assertThat(pointers(packageOf("NONE", "P1Y", contents(100)))).isEmpty();
    assertThat(pointers(packageOf("NONE", "P1Y", contents(101)))).containsExactly("/contents");
    assertThat(pointers(onDemand(item(volume(100))))).isEmpty();
    assertThat(faults(onDemand(item(volume(101)))))
        .containsExactly("/items/0/price/tiers: 101 tiers (expected: 1 to 100 tiers)");
    assertThat(pointers(onDemand(item(volume(0))))).containsExactly("/items/0/price/tiers");
    assertThat(pointers(onDemand(item(new UsagePrice("VOLUME", "CNY", null, null, null)))))
        .containsExactly("/items/0/price/tiers");
  }

  @Test
  void everyTierIsCheckedEvenAfterAFault() {
    List<@Nullable TierPrice> tiers = List.of(
        new TierPrice("x", "0.05"),
        new TierPrice("500", "-1"),
        new TierPrice("400", "0.04"),
        new TierPrice(null, "0.03"));

    assertThat(pointers(onDemand(item(new UsagePrice("GRADUATED", "CNY", null, null, tiers)))))
        .containsExactly(
            "/items/0/price/tiers/0/upTo",
            "/items/0/price/tiers/1/unitPrice",
            "/items/0/price/tiers/2/upTo");
  }

  @Test
  void twoItemsOfOneNameAreRefused() {
    assertThat(faults(onDemand(item(PER_UNIT), item(PER_UNIT))))
        .containsExactly("/items/1/productId: a (expected: another one for each item)");
  }

  private static UsagePrice perUnit(String unitPrice) {
    return new UsagePrice("PER_UNIT", "CNY", unitPrice, null, null);
  }

  private static UsagePrice volume(int tiers) {
    var list = new ArrayList<@Nullable TierPrice>();
    for (var i = 1; i <= tiers; i++) {
      list.add(new TierPrice(i == tiers ? null : Integer.toString(i), "1"));
    }
    return new UsagePrice("VOLUME", "CNY", null, null, list);
  }

  private static Content[] contents(int count) {
    var contents = new Content[count];
    Arrays.setAll(contents, i -> new Content("item-" + i, "1"));
    return contents;
  }

  private static Item item(UsagePrice price) {
    return new Item("a", "A", "piece", "HOURLY", price);
  }

  private static SkuDefinition onDemand(Item... items) {
    return new SkuDefinition(
        "s", "ON_DEMAND", Arrays.asList(items), null, null, null, null, null, null, null);
  }

  private static SkuDefinition packageOf(String reset, String validity, Content... contents) {
    return new SkuDefinition(
        "s",
        "ON_DEMAND_PKG",
        null,
        "p",
        true,
        Arrays.asList(contents),
        reset,
        validity,
        null,
        FORTY);
  }

  private static SkuDefinition validFor(String validity) {
    return packageOf("NONE", validity, new Content("a", "1"));
  }

  private static Sku sku(SkuDefinition definition) {
    return ((Sound) SkuCheck.of(definition, KnownItems.ANY)).sku();
  }

  private static List<String> faults(SkuDefinition definition) {
    return found(definition).stream()
        .map(fault -> fault.pointer() + ": " + fault.detail())
        .toList();
  }

  private static List<String> pointers(SkuDefinition definition) {
    return found(definition).stream().map(Fault::pointer).toList();
  }

  private static List<Fault> found(SkuDefinition definition) {
    return switch (SkuCheck.of(definition, KnownItems.ANY)) {
      case Sound _ -> List.of();
      case Faulty(var faults) -> faults;
    };
  }
}
