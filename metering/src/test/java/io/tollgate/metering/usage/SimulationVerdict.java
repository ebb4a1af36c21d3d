package io.tollgate.metering.usage;

import io.tollgate.metering.quota.QuotaReservations.Belief;
import io.tollgate.metering.usage.QuotaRebuild.Rebuilt;
import io.tollgate.metering.usage.UsageLedger.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What must be true after a simulation, whatever happened in it. */
final class SimulationVerdict {

  private final long seed;
  private final MemoryLedger ledger;
  private final Map<String, RecordOutcome> answers = new HashMap<>();
  private @Nullable Rebuilt comparison;

  SimulationVerdict(long seed, MemoryLedger ledger) {
    this.seed = seed;
    this.ledger = ledger;
  }

  void answered(List<ReportedRecord> batch, List<RecordOutcome> outcomes) {
    for (var i = 0; i < batch.size(); i++) {
      var sn = Objects.requireNonNull(batch.get(i).meteringSn());
      var outcome = outcomes.get(i);
      var earlier = answers.put(sn, outcome);
      require(
          !(outcome instanceof RecordOutcome.Refused(var fault)) || fault == RecordFault.OVER_QUOTA,
          sn + " was answered " + outcome);
      require(
          !(earlier instanceof RecordOutcome.Accepted && outcome instanceof RecordOutcome.Accepted),
          sn + " was accepted twice");
    }
  }

  void everyRecordIsAnswered(List<ReportedRecord> records) {
    var stored = ledger.entries().stream()
        .collect(Collectors.groupingBy(
            entry -> Objects.requireNonNull(entry.record().meteringSn()), Collectors.counting()));
    for (var record : records) {
      var sn = Objects.requireNonNull(record.meteringSn());
      var answer = answers.get(sn);
      require(answer != null, sn + " was never answered");
      var refused = answer instanceof RecordOutcome.Refused;
      require(
          stored.getOrDefault(sn, 0L) == (refused ? 0 : 1),
          sn + " was answered " + answer + " and is stored " + stored.getOrDefault(sn, 0L)
              + " times");
    }
  }

  void theLedgerAddsUp() {
    var drawn = new TreeMap<Long, Long>();
    for (var entry : ledger.entries()) {
      for (var i = 0; i < entry.drawnUnits().size(); i++) {
        drawn.merge(entry.record().quotas().get(i).quotaNo(), entry.drawnUnits().get(i), Long::sum);
      }
    }
    drawn.forEach((quotaNo, units) -> {
      var quota = ledger.quota(quotaNo);
      require(
          quota.drawn() == units, "quota " + quotaNo + ": " + quota + ", records drew " + units);
      require(quota.left() >= 0, "quota " + quotaNo + " gave more than was granted: " + quota);
    });
    for (var entry : ledger.entries()) {
      require(
          entry.uncoveredUnits() == 0
              || entry.record().quotas().stream()
                  .allMatch(quota -> ledger.quota(quota.quotaNo()).left() == 0),
          entry + " went uncovered while quota was left");
    }
  }

  /** In the recorded order of acceptance, from full quotas, by the plainest rule there is. */
  void replayGivesTheSameDraws() {
    var left = new HashMap<Long, Long>();
    var inOrder = new ArrayList<>(ledger.entries());
    inOrder.sort(Comparator.comparingLong((Entry entry) -> entry.record().slotNo())
        .thenComparingLong(Entry::sequence));
    for (var entry : inOrder) {
      var wanted = entry.record().units();
      for (var i = 0; i < entry.drawnUnits().size(); i++) {
        var quota = entry.record().quotas().get(i);
        var before = left.getOrDefault(quota.quotaNo(), quota.grantedUnits());
        var taken = Math.min(wanted, before);
        require(
            taken == entry.drawnUnits().get(i),
            entry + " drew " + entry.drawnUnits().get(i) + " of quota " + quota.quotaNo()
                + ", replayed it draws " + taken);
        left.put(quota.quotaNo(), before - taken);
        wanted -= taken;
      }
    }
  }

  /** After a sweep; what is left may be believed wrongly until it is asked for, and then is not. */
  void nothingIsHeld(Belief belief) {
    require(
        belief.heldUnits().values().stream().allMatch(held -> held == 0),
        "still held after a sweep: " + belief);
  }

  void rebuilt(Rebuilt rebuilt) {
    comparison = rebuilt;
  }

  void requireThatItWasRebuilt() {
    var seen = comparison;
    require(
        seen != null && seen.differences().isEmpty(),
        "ledger and reservations differ after a rebuild: " + seen);
  }

  private void require(boolean fact, String otherwise) {
    if (!fact) {
      throw new AssertionError("seed " + seed + ": " + otherwise);
    }
  }
}
