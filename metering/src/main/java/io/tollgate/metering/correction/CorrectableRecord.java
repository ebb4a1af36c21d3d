package io.tollgate.metering.correction;

import io.tollgate.metering.collection.MeteredInstance;
import io.tollgate.rules.quota.Allocation;
import io.tollgate.rules.quota.OverQuota;
import io.tollgate.rules.usage.CycleWindow;
import io.tollgate.rules.usage.UsageMoment;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A usage record with all that was ever decided about it.
 *
 * @param namedPackage the stop-before-excess package that the record names
 * @param isCollected by the collections up to now
 * @param history where its units came from: as accepted, then after each correction
 * @param correctionNo the correction in force; null where there is none
 */
public record CorrectableRecord(
    long recordNo,
    MeteredInstance instance,
    CycleWindow cycle,
    Instant endTime,
    @Nullable String namedPackage,
    OverQuota overQuota,
    boolean isCollected,
    List<Allocation> history,
    @Nullable Long correctionNo) {

  public CorrectableRecord {
    history = List.copyOf(history);
  }

  Instant moment() {
    return UsageMoment.of(endTime);
  }

  /** Where its units come from now. */
  public Allocation current() {
    return history.getLast();
  }
}
