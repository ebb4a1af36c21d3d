package io.tollgate.metering.collection;

import io.tollgate.rules.quantity.Quantity;
import java.util.List;

/**
 * What one package gave.
 *
 * @param packageInstanceId the package's outside name
 * @param quantity negative where an adjustment gives back
 */
public record Deduction(String packageInstanceId, Quantity quantity) {

  /** What all of {@code deductions} gave together. */
  static Quantity sum(List<Deduction> deductions) {
    return deductions.stream().map(Deduction::quantity).reduce(Quantity.ZERO, Quantity::plus);
  }
}
