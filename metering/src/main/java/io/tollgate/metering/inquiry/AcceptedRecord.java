package io.tollgate.metering.inquiry;

import io.tollgate.metering.collection.Deduction;
import io.tollgate.rules.quantity.Quantity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A usage record as it was accepted, whatever was corrected since.
 *
 * @param packageInstanceId the package that it names
 * @param isCollected whether a collection has reached it
 * @param drawn one per package, in the order of drawing
 */
public record AcceptedRecord(
    long recordNo,
    String isvId,
    String meteringSn,
    String instanceId,
    @Nullable String packageInstanceId,
    Instant beginTime,
    Instant endTime,
    Instant recordTime,
    Quantity quantity,
    boolean isCollected,
    Instant acceptedAt,
    Instant cycleStart,
    List<Deduction> drawn,
    Quantity onDemand,
    Quantity overage) {

  public AcceptedRecord {
    drawn = List.copyOf(drawn);
  }
}
