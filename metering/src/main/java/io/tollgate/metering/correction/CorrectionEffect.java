package io.tollgate.metering.correction;

import io.tollgate.metering.collection.Deduction;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.quantity.Quantity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a correction changes. All but {@code before} and {@code after} are differences.
 *
 * @param correctionNo null in a preview, and where nothing changes
 * @param isCollected whether the record was collected: then {@code amount} is charged or given back
 *     at once; else the next collection takes the amended record, and {@code amount} is zero
 * @param aggregateSequence of the adjustment on the feed; null where there is none
 */
public record CorrectionEffect(
    @Nullable Long correctionNo,
    String instanceId,
    Quantity before,
    Quantity after,
    List<Deduction> deductions,
    Quantity onDemand,
    Quantity overage,
    boolean isCollected,
    Money amount,
    @Nullable Long aggregateSequence) {

  public CorrectionEffect {
    deductions = List.copyOf(deductions);
  }
}
