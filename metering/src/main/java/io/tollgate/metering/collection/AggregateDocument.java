package io.tollgate.metering.collection;

import java.math.BigDecimal;

/**
 * An aggregate as the feed shows it and as its closing's hash is taken over it: canonical JSON (RFC
 * 8785). Quantities, amounts and the sequence are strings; times are RFC 3339 in UTC, without a
 * fraction where they have none; a decimal has neither an exponent nor zeros at its end.
 */
public final class AggregateDocument {

  private AggregateDocument() {}

  /** The canonical text of {@code aggregate}. The same aggregate gives the same text for ever. */
  public static String of(Aggregate aggregate) {
    var usage = aggregate.usage();
    var instance = usage.instance();
    var item = instance.item();
    var json = new CanonicalJson()
        .open('{')
        .text("amount", decimal(usage.amount()))
        .text("collectedAt", aggregate.collectedAt().toString())
        .text("currency", usage.currency())
        .text("customerId", instance.customerId())
        .text("cycleEnd", usage.cycleEnd().toString())
        .text("cycleStart", usage.cycleStart().toString())
        .name("deductions")
        .open('[');
    for (var deduction : usage.deductions()) {
      json.open('{')
          .text("packageInstanceId", deduction.packageInstanceId())
          .text("quantity", deduction.quantity().toString())
          .close('}');
    }
    return json.close(']')
        .text("instanceId", instance.instanceId())
        .text("isvId", item.isvId())
        .text("kind", usage.kind().name())
        .text("onDemandQuantity", usage.onDemand().toString())
        .text("orderId", instance.orderId())
        .text("overageQuantity", usage.overage().toString())
        .text("productCode", item.productCode())
        .text("productId", item.productId())
        .text("quantity", usage.quantity().toString())
        .number("recordCount", usage.recordCount())
        .text("sequence", Long.toString(aggregate.sequence()))
        .text("skuCode", item.skuCode())
        .close('}')
        .toString();
  }

  private static String decimal(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
