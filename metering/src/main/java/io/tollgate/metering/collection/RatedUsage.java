package io.tollgate.metering.collection;

import io.tollgate.rules.quantity.Quantity;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;

/**
 * Usage with its price, on its way to the feed. In an adjustment everything is a difference and may
 * be negative.
 *
 * @param month the calendar month of consumption
 * @param amount exact, in the currency of the item's price
 * @param recordCount how many usage records it sums up; 0 where it only adjusts a charge
 */
public record RatedUsage(
    AggregateKind kind,
    MeteredInstance instance,
    Instant cycleStart,
    Instant cycleEnd,
    YearMonth month,
    Quantity quantity,
    List<Deduction> deductions,
    Quantity onDemand,
    Quantity overage,
    BigDecimal amount,
    int recordCount) {

  public RatedUsage {
    deductions = List.copyOf(deductions);
  }

  /** What packages gave together. */
  public Quantity deducted() {
    return Deduction.sum(deductions);
  }

  /** The currency of the item's price, by its ISO 4217 code. */
  public String currency() {
    return instance.item().price().currency().getCurrencyCode();
  }
}
