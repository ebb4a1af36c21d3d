package io.tollgate.metering.collection;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * An aggregate as the feed shows it and as its closing's hash is taken over it: canonical JSON (RFC
 * 8785). Quantities, amounts and the sequence are strings; times are RFC 3339 in UTC, without a
 * fraction where they have none; a decimal has neither an exponent nor zeros at its end.
 */
public final class AggregateDocument {

  private AggregateDocument() {}

  /** The canonical text. The same facts give the same text for ever. */
  static String of(long sequence, Instant collectedAt, RatedUsage usage) {
    var instance = usage.instance();
    var item = instance.item();
    var cycle = usage.aggregate().cycle();
    var json = new CanonicalJson()
        .open('{')
        .text("amount", decimal(usage.amount()))
        .text("collectedAt", collectedAt.toString())
        .text("currency", usage.currency())
        .text("customerId", instance.customerId())
        .text("cycleEnd", cycle.end().toString())
        .text("cycleStart", cycle.start().toString())
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
        .text("kind", usage.aggregate().kind().name())
        .text("onDemandQuantity", usage.onDemand().toString())
        .text("orderId", instance.orderId())
        .text("overageQuantity", usage.overage().toString())
        .text("productCode", item.productCode())
        .text("productId", item.productId())
        .text("quantity", usage.quantity().toString())
        .number("recordCount", usage.recordCount())
        .text("sequence", Long.toString(sequence))
        .text("skuCode", item.skuCode())
        .close('}')
        .toString();
  }

  private static String decimal(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
