package io.tollgate.metering.collection;

import io.tollgate.rules.collection.Aggregate;
import io.tollgate.rules.quantity.Quantity;
import java.math.BigDecimal;
import java.util.List;

/**
 * An aggregate of the rules with the names that the feed calls things by.
 *
 * @param deductions one per package, in the order of the packages' purchase
 */
public record RatedUsage(
    MeteredInstance instance, Aggregate aggregate, List<Deduction> deductions) {

  public RatedUsage {
    deductions = List.copyOf(deductions);
    var drawn = aggregate.sum().drawnUnits();
    if (Deduction.sum(deductions).units() != drawn) {
      throw new IllegalArgumentException(
          "deductions: " + deductions + " (expected: " + new Quantity(drawn) + " together)");
    }
  }

  public Quantity quantity() {
    return new Quantity(aggregate.sum().units());
  }

  public Quantity deducted() {
    return new Quantity(aggregate.sum().drawnUnits());
  }

  public Quantity onDemand() {
    return new Quantity(aggregate.sum().onDemandUnits());
  }

  public Quantity overage() {
    return new Quantity(aggregate.sum().overageUnits());
  }

  public int recordCount() {
    return aggregate.sum().recordCount();
  }

  /** Exact, in the currency of the item's price. */
  public BigDecimal amount() {
    return aggregate.amount().amount();
  }

  /** An ISO 4217 code. */
  public String currency() {
    return aggregate.amount().currency().getCurrencyCode();
  }
}
