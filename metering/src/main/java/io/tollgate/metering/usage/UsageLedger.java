package io.tollgate.metering.usage;

import io.tollgate.metering.usage.UsageRecord.Window;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The ledger of usage: what is in it is accepted, what is not never was. Thread-safe.
 *
 * <p>Uniqueness by (ISV, sn) and by window is the ledger's own promise, as is drawn ≤ granted, and
 * that replaying a slot in the order of its sequences gives the same draws.
 */
public interface UsageLedger {

  /**
   * Writes records, draws and what follows from them in one transaction, all or nothing but for
   * records whose identity is taken.
   *
   * @param entries no two of one identity
   */
  Mono<Commit> commit(List<Entry> entries, Instant acceptedAt);

  /** The records that share an identity with any of these; absent where there is none. */
  Mono<Known> find(Collection<UsageRecord> records);

  /** What the ledger did with the original of a replay. */
  Mono<Map<Long, RecordOutcome.Accepted>> outcomes(Collection<KnownRecord> records);

  /** What is left of a slot's quotas. */
  Mono<Left> left(long slotNo);

  /** All slots, in the order of their numbers. */
  Flux<Long> slots();

  /** Keeps refused records for their ISV to see. */
  Mono<Void> refuse(List<Refusal> refusals, Instant refusedAt);

  /**
   * What is left of a slot's quotas.
   *
   * @param units by quota
   * @param lastSequence the highest place in the slot's order that was given to anything; 0 before the
   *     first
   */
  record Left(Map<Long, Long> units, long lastSequence) {

    public Left {
      units = Map.copyOf(units);
    }

    long of(long quotaNo) {
      return units.getOrDefault(quotaNo, 0L);
    }
  }

  /**
   * A record with the draws that were proposed for it.
   *
   * @param sequence 0 where no quota was asked
   * @param drawnUnits from each of the record's quotas, in their order
   */
  record Entry(UsageRecord record, long sequence, List<Long> drawnUnits) {

    public Entry {
      drawnUnits = List.copyOf(drawnUnits);
    }

    public long uncoveredUnits() {
      return record.units() - drawnUnits.stream().mapToLong(Long::longValue).sum();
    }

    public long overageUnits() {
      return record.stopBeforeExcess() ? uncoveredUnits() : 0;
    }

    public long onDemandUnits() {
      return record.stopBeforeExcess() ? 0 : uncoveredUnits();
    }

    /** Whether the proposal says that the quota at {@code index} gave all it had. */
    public boolean saysExhausted(int index) {
      var wanted = record.units();
      for (var i = 0; i <= index; i++) {
        wanted -= drawnUnits.get(i);
      }
      return wanted > 0;
    }
  }

  /** What became of a commit. */
  sealed interface Commit {

    /**
     * It is durable.
     *
     * @param fresh for each entry, in order, whether it was written; false: its identity is taken
     * @param leftUnits of every quota that was drawn from, after this commit
     * @param levelsPassed whether a quota passed a level that someone is to hear of
     */
    record Committed(List<Boolean> fresh, Map<Long, Long> leftUnits, boolean levelsPassed)
        implements Commit {

      public Committed {
        fresh = List.copyOf(fresh);
        leftUnits = Map.copyOf(leftUnits);
      }
    }

    /** Nothing was written: the ledger's quotas are not what the proposals took them for. */
    record Disputed(List<Long> slots) implements Commit {

      public Disputed {
        slots = List.copyOf(slots);
      }
    }
  }

  /** What {@link #find} found. */
  record Known(Map<SnKey, KnownRecord> bySn, Map<Window, KnownRecord> byWindow) {

    public Known {
      bySn = Map.copyOf(bySn);
      byWindow = Map.copyOf(byWindow);
    }
  }

  /** The first identity of a record. */
  record SnKey(int isvNo, String meteringSn) {}

  /** A refused record as it was reported. */
  record Refusal(int isvNo, ReportedRecord reported, RecordFault fault) {}
}
