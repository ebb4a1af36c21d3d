package io.tollgate.rules.collection;

import io.tollgate.rules.usage.CycleWindow;
import java.util.Comparator;
import java.util.HashMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Adds up the records of a collection, instance by instance and cycle by cycle.
 *
 * <p>One pass, in time proportional to the number of records. Addition does not care for order, so
 * any order of the records, and any way of cutting them into parts whose sums are then added, gives
 * the same answer.
 */
public final class UsageSums {

  private UsageSums() {}

  /** An instance's cycle, ordered as the feed lists them: by instance, then by time. */
  public record InstanceCycle(long instanceNo, CycleWindow cycle)
      implements Comparable<InstanceCycle> {

    private static final Comparator<InstanceCycle> ORDER = Comparator.comparingLong(
            InstanceCycle::instanceNo)
        .thenComparing(key -> key.cycle().start());

    @Override
    public int compareTo(InstanceCycle other) {
      return ORDER.compare(this, other);
    }
  }

  /** The sums of all {@code records}, in the order in which they are rated. */
  public static SortedMap<InstanceCycle, UsageSum> of(Iterable<CollectedRecord> records) {
    var running = new HashMap<InstanceCycle, RunningSum>();
    for (var record : records) {
      running
          .computeIfAbsent(
              new InstanceCycle(record.instanceNo(), record.cycle()), _ -> new RunningSum())
          .add(record);
    }
    var sums = new TreeMap<InstanceCycle, UsageSum>();
    running.forEach((key, sum) -> sums.put(key, sum.result()));
    return sums;
  }

  /** A sum in the making. */
  private static final class RunningSum {

    private final SortedMap<Long, Long> drawnByQuota = new TreeMap<>();
    private long units;
    private long onDemandUnits;
    private long overageUnits;
    private int recordCount;

    void add(CollectedRecord record) {
      units = Math.addExact(units, record.units());
      onDemandUnits = Math.addExact(onDemandUnits, record.onDemandUnits());
      overageUnits = Math.addExact(overageUnits, record.overageUnits());
      recordCount++;
      for (var draw : record.draws()) {
        drawnByQuota.merge(draw.quotaNo(), draw.units(), Math::addExact);
      }
    }

    UsageSum result() {
      return new UsageSum(units, drawnByQuota, onDemandUnits, overageUnits, recordCount);
    }
  }
}
