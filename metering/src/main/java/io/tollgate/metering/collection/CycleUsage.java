package io.tollgate.metering.collection;

import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.usage.CycleWindow;
import java.util.List;

/**
 * What one collection takes of one instance and cycle, not yet rated.
 *
 * @param deductions one per package, in the order of the packages' purchase
 * @param isFirst whether nothing of this instance and cycle was collected before
 */
public record CycleUsage(
    MeteredInstance instance,
    CycleWindow cycle,
    Quantity quantity,
    List<Deduction> deductions,
    Quantity onDemand,
    Quantity overage,
    int recordCount,
    boolean isFirst) {

  public CycleUsage {
    deductions = List.copyOf(deductions);
    var parts = onDemand.plus(overage).plus(Deduction.sum(deductions));
    if (!parts.equals(quantity)) {
      throw new IllegalStateException(
          "quantity: " + quantity + " of instance " + instance.instanceId() + " in " + cycle
              + " (expected: the sum of its parts, " + parts + ")");
    }
  }
}
