package io.tollgate.metering.usage;

import io.tollgate.rules.quota.Quota;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A usage record that passed the check: what will be reserved and committed.
 *
 * @param meteringSn null on the old path, where the window is the record's identity
 * @param packageNo the named stop-before-excess package, 0 for none
 * @param units in 1/10,000 of the item's unit; positive
 * @param cycleEnd end of the cycle that holds the record's moment
 * @param slotNo the slot it draws from, 0 where there is nothing to draw from
 * @param quotas to draw from, in order; may be empty
 * @param stopBeforeExcess what no quota covers is overage, else it is on demand
 */
public record UsageRecord(
    InstanceFacts instance,
    @Nullable String meteringSn,
    long packageNo,
    Instant beginTime,
    Instant endTime,
    Instant recordTime,
    long units,
    Instant cycleEnd,
    long slotNo,
    List<Quota> quotas,
    boolean stopBeforeExcess) {

  public UsageRecord {
    quotas = List.copyOf(quotas);
  }

  /** The second identity of a record: no two accepted records share it. */
  public Window window() {
    return new Window(instance.instanceNo(), beginTime, endTime, packageNo);
  }

  /** Whether a record known under the same sn says the same. */
  boolean sameContentAs(KnownRecord known) {
    return window().equals(known.window())
        && units == known.units()
        && recordTime.equals(known.recordTime());
  }

  /** Whether the product refuses it where its package does not cover it. */
  boolean isAllOrNothing() {
    return stopBeforeExcess && instance.rejectsOverQuota();
  }

  /** Names this record, content included, among the open reservations of its slot. */
  String token() {
    return instance.isvNo()
        + "|"
        + meteringSn
        + "|"
        + instance.instanceNo()
        + "|"
        + beginTime.getEpochSecond()
        + "|"
        + endTime.getEpochSecond()
        + "|"
        + packageNo
        + "|"
        + recordTime.getEpochSecond()
        + "|"
        + units;
  }

  /** Instance, times and package. */
  public record Window(long instanceNo, Instant beginTime, Instant endTime, long packageNo) {}
}
