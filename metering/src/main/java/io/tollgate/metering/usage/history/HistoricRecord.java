package io.tollgate.metering.usage.history;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A usage record and what became of it.
 *
 * <p>Of a refused record, times and quantity are what the ISV sent, which may be no time and no
 * quantity at all; of the others they are exact.
 *
 * @param meteringSn null on the old path, or where it was missing
 * @param packageInstanceId the stop-before-excess package that the ISV named
 * @param accepted null where it was refused
 * @param refused null where it was accepted
 */
public record HistoricRecord(
    Position position,
    RecordState state,
    String isvId,
    @Nullable String meteringSn,
    @Nullable String instanceId,
    @Nullable String packageInstanceId,
    @Nullable String beginTime,
    @Nullable String endTime,
    @Nullable String recordTime,
    @Nullable String quantity,
    @Nullable Acceptance accepted,
    @Nullable Refusal refused) {

  /** When the ledger, or the list of refused records, took it in. */
  public Instant takenAt() {
    if (accepted != null) {
      return accepted.acceptedAt();
    }
    return refused == null ? Instant.MIN : refused.refusedAt();
  }

  /**
   * What the ledger did with it. Quantities are in 1/10,000 of the item's unit.
   *
   * @param cycleStart of the cycle that the record belongs to
   */
  public record Acceptance(
      Instant acceptedAt,
      Instant cycleStart,
      List<Draw> drawn,
      long onDemandUnits,
      long overageUnits) {

    public Acceptance {
      drawn = List.copyOf(drawn);
    }
  }

  /** Why it was refused. */
  public record Refusal(Instant refusedAt, String errorCode, String errorMessage) {}

  /** What one package gave. */
  public record Draw(String packageInstanceId, long units) {}

  /**
   * Where a reader is: accepted and refused records are numbered apart, each in the order in which
   * they were taken in.
   */
  public record Position(long recordNo, long refusedNo) {

    public static final Position START = new Position(-1, 0);
  }
}
