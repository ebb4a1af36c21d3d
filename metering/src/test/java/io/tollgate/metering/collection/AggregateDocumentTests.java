package io.tollgate.metering.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rules.catalogue.PerUnitPrice;
import io.tollgate.rules.collection.Aggregate;
import io.tollgate.rules.collection.AggregateKind;
import io.tollgate.rules.collection.UsageSum;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.usage.Cycle;
import io.tollgate.rules.usage.CycleWindow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AggregateDocumentTests {

  private static final PerUnitPrice PRICE =
      new PerUnitPrice(Currency.getInstance("CNY"), new BigDecimal("0.045"), Quantity.ONE);

  @Test
  void writesMembersInOrderOfTheirNamesWithoutWhiteSpace() {
    var document = document("i-1", new BigDecimal("0.56250"));

    assertThat(document).isEqualTo("""
        {"amount":"0.5625","collectedAt":"2026-01-01T01:15:00Z","currency":"CNY",\
        "customerId":"c-1","cycleEnd":"2026-01-01T01:00:00Z","cycleStart":"2026-01-01T00:00:00Z",\
        "deductions":[{"packageInstanceId":"pkg-1","quantity":"12.5"},\
        {"packageInstanceId":"pkg-2","quantity":"0.0001"}],\
        "instanceId":"i-1","isvId":"isv-demo","kind":"USAGE","onDemandQuantity":"12.5",\
        "orderId":"o-1","overageQuantity":"0","productCode":"p-sms","productId":"pid-sms",\
        "quantity":"25.0001","recordCount":2,"sequence":"1041","skuCode":"sms-ppu"}""");
  }

  @Test
  void escapesWhatJsonDemandsAndNothingElse() {
    var document = document("a\"b\\c\n\u0001é€/😀", BigDecimal.ZERO);

    assertThat(document).contains("\"instanceId\":\"a\\\"b\\\\c\\n\\u0001é€/😀\"");
  }

  @Test
  void showsAnAmountWithoutAnExponent() {
    assertThat(document("i-1", new BigDecimal("1E+3"))).contains("\"amount\":\"1000\"");
    assertThat(document("i-1", new BigDecimal("0E-8"))).contains("\"amount\":\"0\"");
  }

  private static String document(String instanceId, BigDecimal amount) {
    var item = new MeteredItem(1, "pid-sms", "sms-ppu", 1, "p-sms", 1, "isv-demo", PRICE);
    var instance = new MeteredInstance(1, instanceId, 1, "c-1", 1, "o-1", item);
    var cycle = new CycleWindow(
        Cycle.HOURLY, Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-01T01:00:00Z"));
    var sum = new UsageSum(250_001, new TreeMap<>(Map.of(7L, 125_000L, 8L, 1L)), 125_000, 0, 2);
    var aggregate = new Aggregate(
        AggregateKind.USAGE, cycle, sum, new Money(amount, PRICE.currency()), List.of());
    var deductions = List.of(
        new Deduction("pkg-1", Quantity.of("12.5")), new Deduction("pkg-2", Quantity.of("0.0001")));
    return AggregateDocument.of(
        1041,
        Instant.parse("2026-01-01T01:15:00Z"),
        new RatedUsage(instance, aggregate, deductions));
  }
}
