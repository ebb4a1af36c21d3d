package io.tollgate.metering.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rules.catalogue.PerUnitPrice;
import io.tollgate.rules.quantity.Quantity;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;

class AggregateDocumentTests {

  private static final PerUnitPrice PRICE =
      new PerUnitPrice(Currency.getInstance("CNY"), new BigDecimal("0.045"), Quantity.ONE);

  @Test
  void writesMembersInOrderOfTheirNamesWithoutWhiteSpace() {
    var document = AggregateDocument.of(aggregate("i-1", new BigDecimal("0.56250")));

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
    var document = AggregateDocument.of(aggregate("a\"b\\c\n\u0001é€/😀", BigDecimal.ZERO));

    assertThat(document).contains("\"instanceId\":\"a\\\"b\\\\c\\n\\u0001é€/😀\"");
  }

  @Test
  void showsAnAmountWithoutAnExponent() {
    assertThat(AggregateDocument.of(aggregate("i-1", new BigDecimal("1E+3"))))
        .contains("\"amount\":\"1000\"");
    assertThat(AggregateDocument.of(aggregate("i-1", new BigDecimal("0E-8"))))
        .contains("\"amount\":\"0\"");
  }

  private static Aggregate aggregate(String instanceId, BigDecimal amount) {
    var item = new MeteredItem(1, "pid-sms", "sms-ppu", 1, "p-sms", 1, "isv-demo", PRICE);
    var instance = new MeteredInstance(1, instanceId, 1, "c-1", 1, "o-1", item);
    var usage = new RatedUsage(
        AggregateKind.USAGE,
        instance,
        Instant.parse("2026-01-01T00:00:00Z"),
        Instant.parse("2026-01-01T01:00:00Z"),
        YearMonth.of(2026, 1),
        Quantity.of("25.0001"),
        List.of(
            new Deduction("pkg-1", Quantity.of("12.5")),
            new Deduction("pkg-2", Quantity.of("0.0001"))),
        Quantity.of("12.5"),
        Quantity.ZERO,
        amount,
        2);
    return new Aggregate(1041, Instant.parse("2026-01-01T01:15:00Z"), usage);
  }
}
