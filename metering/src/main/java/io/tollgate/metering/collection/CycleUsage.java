package io.tollgate.metering.collection;

import io.tollgate.rules.collection.UsageSum;
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
    UsageSum sum,
    List<Deduction> deductions,
    boolean isFirst) {

  public CycleUsage {
    deductions = List.copyOf(deductions);
  }
}
