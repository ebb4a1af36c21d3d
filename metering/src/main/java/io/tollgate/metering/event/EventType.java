package io.tollgate.metering.event;

/** The events of contract 3.8. */
public enum EventType {
  QUOTA_THRESHOLD("quota.threshold"),
  QUOTA_EXHAUSTED("quota.exhausted"),
  INSTANCE_FROZEN("instance.frozen"),
  INSTANCE_UNFROZEN("instance.unfrozen"),
  INSTANCE_RELEASED("instance.released"),
  DELIVERY_FAILED("delivery.failed"),
  ORDER_REFUNDED("order.refunded"),
  USAGE_SILENT("usage.silent"),
  CUSTOMER_ARREARS("customer.arrears"),
  CUSTOMER_RECOVERED("customer.recovered"),
  STATEMENT_GENERATED("statement.generated"),
  TRIAL_EXPIRING("trial.expiring"),
  /** Ours: a check of the ledger found what must never be. */
  INVARIANT_BROKEN("invariant.broken"),
  /** Ours: a product's production interface failed too many orders, or too many daily tests. */
  PRODUCT_FAILING("product.failing");

  private final String wireName;

  EventType(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  public static EventType ofWireName(String wireName) {
    for (var type : values()) {
      if (type.wireName.equals(wireName)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "event: " + wireName + " (expected: a type of the contract)");
  }
}
