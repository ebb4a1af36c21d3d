package io.tollgate.metering.usage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one usage record. Every case is expected, so none is an exception. */
public sealed interface RecordOutcome {

  /**
   * Durable, with its draws.
   *
   * @param drawn what each package gave, in the order in which they were asked; empty for none
   * @param onDemandUnits charged, in 1/10,000 of the item's unit
   * @param overageUnits recorded and never charged, in 1/10,000 of the item's unit
   */
  record Accepted(List<PackageDraw> drawn, long onDemandUnits, long overageUnits)
      implements RecordOutcome {

    public Accepted {
      drawn = List.copyOf(drawn);
    }
  }

  /**
   * The same record again: a success, counted once.
   *
   * @param original what became of it the first time; null unless the push asked to be told
   */
  record Replay(@Nullable Accepted original) implements RecordOutcome {}

  /** Not counted; kept for the ISV and the operator to see. */
  record Refused(RecordFault fault) implements RecordOutcome {}

  /**
   * What one package gave.
   *
   * @param remainingUnits left in the package's reset period after the commit that took this
   */
  record PackageDraw(String packageInstanceId, long units, long remainingUnits) {}
}
