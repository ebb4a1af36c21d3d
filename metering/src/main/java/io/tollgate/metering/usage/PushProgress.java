package io.tollgate.metering.usage;

import io.tollgate.metering.usage.UsageLedger.Known;
import io.tollgate.metering.usage.UsageLedger.SnKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far one push has come: which records are decided, and as what.
 *
 * <p>Confined to one pipeline, whose steps follow one another; not thread-safe beyond that.
 */
final class PushProgress {

  private final UsagePush push;
  private final @Nullable RecordOutcome[] outcomes;
  private final IdentityHashMap<UsageRecord, Integer> undecided = new IdentityHashMap<>();
  private final IdentityHashMap<UsageRecord, RecordFault> faults = new IdentityHashMap<>();
  private final @Nullable UsageRecord[] waiting;
  private final List<KnownRecord> replayed = new ArrayList<>();
  private final List<Integer> replayedPlaces = new ArrayList<>();

  PushProgress(UsagePush push) {
    this.push = push;
    this.outcomes = new RecordOutcome[push.records().size()];
    this.waiting = new UsageRecord[outcomes.length];
  }

  void decide(int place, RecordOutcome outcome) {
    outcomes[place] = outcome;
  }

  /** The record passed the check and waits for its commit. */
  void await(int place, UsageRecord record) {
    undecided.put(record, place);
    waiting[place] = record;
  }

  /** The record failed the check, unless the ledger knows it by the time it is its turn. */
  void await(int place, UsageRecord record, RecordFault fault) {
    await(place, record);
    faults.put(record, fault);
  }

  boolean isFaulty(UsageRecord record) {
    return faults.containsKey(record);
  }

  void decide(UsageRecord record, RecordOutcome outcome) {
    var place = Objects.requireNonNull(undecided.remove(record));
    outcomes[place] = outcome;
    waiting[place] = null;
  }

  /**
   * The undecided records in request order, but none that shares an identity with a sound one
   * before: what becomes of that says what this one is.
   */
  List<UsageRecord> next() {
    var identities = new HashSet<Object>();
    var next = new ArrayList<UsageRecord>(undecided.size());
    for (var record : waiting) {
      if (record != null && isFirst(record, identities)) {
        next.add(record);
      }
    }
    return next;
  }

  private boolean isFirst(UsageRecord record, Set<Object> identities) {
    return isFaulty(record)
        ? !SharedCommits.holdsIdentity(record, identities)
        : SharedCommits.addIdentities(record, identities);
  }

  boolean isDecided() {
    return undecided.isEmpty();
  }

  /**
   * Decides a record whose identity the ledger may hold: the same again is a replay, another under
   * its sn or in its window is a fault. False where the ledger knows neither identity.
   */
  boolean decideByLedger(UsageRecord record, Known known) {
    var bySn = bySn(record, known);
    var byWindow = known.byWindow().get(record.window());
    if (bySn != null && record.sameContentAs(bySn)) {
      replay(record, bySn);
    } else if (bySn != null) {
      decide(record, new RecordOutcome.Refused(RecordFault.SN_REUSED));
    } else if (byWindow != null && !push.snRequired()) {
      replay(record, byWindow);
    } else if (byWindow != null) {
      decide(record, new RecordOutcome.Refused(RecordFault.SAME_WINDOW));
    } else {
      return false;
    }
    return true;
  }

  /**
   * Decides what can be decided without drawing: false where the record is sound and the ledger
   * knows neither of its identities.
   */
  boolean decideBeforeDrawing(UsageRecord record, Known known) {
    if (isFaulty(record)) {
      decideFaulty(record, known);
      return true;
    }
    return decideByLedger(record, known);
  }

  /**
   * Decides a record that failed the check late: the ledger's word first, where it wins over the
   * fault.
   */
  void decideFaulty(UsageRecord record, Known known) {
    decideFaulty(record, Objects.requireNonNull(faults.get(record)), known);
  }

  /** The same for a fault that only the draw has shown. */
  void decideFaulty(UsageRecord record, RecordFault fault, Known known) {
    var bySn = bySn(record, known);
    var windowTaken = known.byWindow().containsKey(record.window());
    var windowWins = RecordFault.SAME_WINDOW.compareTo(fault) < 0;
    if (bySn != null || (windowTaken && (windowWins || !push.snRequired()))) {
      decideByLedger(record, known);
    } else {
      decide(record, new RecordOutcome.Refused(fault));
    }
  }

  private static @Nullable KnownRecord bySn(UsageRecord record, Known known) {
    var sn = record.meteringSn();
    return sn == null ? null : known.bySn().get(new SnKey(record.instance().isvNo(), sn));
  }

  private void replay(UsageRecord record, KnownRecord original) {
    replayed.add(original);
    replayedPlaces.add(Objects.requireNonNull(undecided.get(record)));
    decide(record, new RecordOutcome.Replay(null));
  }

  /** The originals of the replays so far. */
  List<KnownRecord> replayed() {
    return replayed;
  }

  void explain(Map<Long, RecordOutcome.Accepted> originals) {
    for (var i = 0; i < replayed.size(); i++) {
      var original = originals.get(replayed.get(i).recordNo());
      outcomes[replayedPlaces.get(i)] = new RecordOutcome.Replay(original);
    }
  }

  List<UsageLedger.Refusal> refusals() {
    var refusals = new ArrayList<UsageLedger.Refusal>();
    for (var place = 0; place < outcomes.length; place++) {
      if (outcomes[place] instanceof RecordOutcome.Refused(var fault)) {
        refusals.add(new UsageLedger.Refusal(push.isvNo(), push.records().get(place), fault));
      }
    }
    return refusals;
  }

  /** One outcome a record, in request order; all are decided. */
  List<RecordOutcome> outcomes() {
    return Arrays.stream(outcomes).map(Objects::requireNonNull).toList();
  }
}
