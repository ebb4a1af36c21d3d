package io.tollgate.metering.replay;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What happened to a slot's quotas, in the recorded order. */
public sealed interface SlotStep {

  long slotNo();

  /** Comes first, once a slot, whether or not anything follows. */
  record Begun(long slotNo) implements SlotStep {}

  /**
   * A record was accepted.
   *
   * @param packageNo the stop-before-excess package it names, 0 for none
   * @param draws what it drew, in order
   */
  record Accepted(
      long slotNo,
      long recordNo,
      long packageNo,
      long units,
      Instant endTime,
      Instant acceptedAt,
      List<QuotaDraw> draws,
      long onDemandUnits,
      long overageUnits)
      implements SlotStep {

    public Accepted {
      draws = List.copyOf(draws);
    }
  }

  /** A correction drew more from quotas, or gave back where negative. */
  record Corrected(long slotNo, long correctionNo, Map<Long, Long> changes) implements SlotStep {

    public Corrected {
      changes = Map.copyOf(changes);
    }
  }

  /** Units from a quota. */
  record QuotaDraw(long quotaNo, long units) {}
}
