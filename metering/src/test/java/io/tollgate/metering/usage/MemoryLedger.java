package io.tollgate.metering.usage;

import io.tollgate.metering.usage.UsageRecord.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A ledger in memory, which keeps the port's contract. */
final class MemoryLedger implements UsageLedger {

  private final Map<Long, Quota> quotas = new TreeMap<>();
  private final Map<SnKey, KnownRecord> bySn = new HashMap<>();
  private final Map<Window, KnownRecord> byWindow = new HashMap<>();
  private final List<Entry> entries = new ArrayList<>();

  /** What a quota has given, and the highest places that drew from it and that asked it. */
  record Quota(long slotNo, long granted, long drawn, long drawnSequence, long askedSequence) {

    long left() {
      return granted - drawn;
    }

    Quota after(Asked asked) {
      return new Quota(
          slotNo,
          granted,
          drawn + asked.units,
          Math.max(drawnSequence, asked.lastDrawn),
          Math.max(askedSequence, asked.last));
    }
  }

  /** What a batch wants of one quota; where it takes it for empty, the place is {@code exhausted}. */
  record Asked(long units, long exhausted, long lastDrawn, long last) {

    static Asked by(Entry entry, int index) {
      var units = entry.drawnUnits().get(index);
      return new Asked(
          units,
          entry.saysExhausted(index) ? entry.sequence() : Long.MAX_VALUE,
          units > 0 ? entry.sequence() : 0,
          entry.sequence());
    }

    Asked and(Asked more) {
      return new Asked(
          units + more.units,
          Math.min(exhausted, more.exhausted),
          Math.max(lastDrawn, more.lastDrawn),
          Math.max(last, more.last));
    }

    boolean fits(Quota quota) {
      var empties = exhausted < Long.MAX_VALUE;
      return units <= quota.left()
          && !(empties && units < quota.left())
          && exhausted >= lastDrawn
          && exhausted > quota.drawnSequence;
    }
  }

  void grant(long slotNo, long quotaNo, long units) {
    quotas.put(quotaNo, new Quota(slotNo, units, 0, 0, 0));
  }

  /** All that was committed, in that order. */
  synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  synchronized Quota quota(long quotaNo) {
    return Objects.requireNonNull(quotas.get(quotaNo));
  }

  @Override
  public Mono<Commit> commit(List<Entry> batch, Instant acceptedAt) {
    return Mono.fromSupplier(() -> commitNow(batch));
  }

  private synchronized Commit commitNow(List<Entry> batch) {
    var fresh = batch.stream().map(this::isFresh).toList();
    var drawn = new TreeMap<Long, Asked>();
    for (var i = 0; i < batch.size(); i++) {
      if (fresh.get(i)) {
        addDraws(batch.get(i), drawn);
      }
    }
    var disputed = drawn.entrySet().stream()
        .filter(each -> !each.getValue().fits(quota(each.getKey())))
        .map(each -> quota(each.getKey()).slotNo())
        .distinct()
        .toList();
    if (!disputed.isEmpty()) {
      return new Commit.Disputed(disputed);
    }
    var levelsPassed = drawn.entrySet().stream()
        .anyMatch(each -> passesLevel(each.getKey(), each.getValue().units));
    drawn.forEach(
        (quota, asked) -> quotas.computeIfPresent(quota, (no, known) -> known.after(asked)));
    for (var i = 0; i < batch.size(); i++) {
      if (fresh.get(i)) {
        store(batch.get(i));
      }
    }
    var left = drawn.keySet().stream()
        .collect(Collectors.toMap(quota -> quota, quota -> quota(quota).left()));
    return new Commit.Committed(fresh, left, levelsPassed);
  }

  private boolean passesLevel(long quotaNo, long units) {
    var quota = quota(quotaNo);
    return List.of(80, 95, 100).stream()
        .anyMatch(percent -> (quota.drawn + units) * 100 >= quota.granted * percent
            && quota.drawn * 100 < quota.granted * percent);
  }

  private boolean isFresh(Entry entry) {
    var record = entry.record();
    var sn = record.meteringSn();
    return !byWindow.containsKey(record.window())
        && (sn == null || !bySn.containsKey(new SnKey(record.instance().isvNo(), sn)));
  }

  private static void addDraws(Entry entry, Map<Long, Asked> drawn) {
    for (var i = 0; i < entry.drawnUnits().size(); i++) {
      var quota = entry.record().quotas().get(i).quotaNo();
      if (entry.saysExhausted(i) || entry.drawnUnits().get(i) > 0) {
        drawn.merge(quota, Asked.by(entry, i), Asked::and);
      }
    }
  }

  private void store(Entry entry) {
    entries.add(entry);
    var record = entry.record();
    var known = new KnownRecord(
        record.instance().isvNo(),
        record.meteringSn(),
        record.window(),
        record.recordTime(),
        record.units(),
        entries.size(),
        entry.sequence());
    byWindow.put(record.window(), known);
    var sn = record.meteringSn();
    if (sn != null) {
      bySn.put(new SnKey(record.instance().isvNo(), sn), known);
    }
  }

  @Override
  public Mono<Known> find(Collection<UsageRecord> records) {
    return Mono.fromSupplier(() -> findNow(records));
  }

  private synchronized Known findNow(Collection<UsageRecord> records) {
    var sns = new LinkedHashMap<SnKey, KnownRecord>();
    var windows = new LinkedHashMap<Window, KnownRecord>();
    for (var record : records) {
      var sn = record.meteringSn();
      var named = sn == null ? null : bySn.get(new SnKey(record.instance().isvNo(), sn));
      if (named != null) {
        sns.put(new SnKey(named.isvNo(), Objects.requireNonNull(named.meteringSn())), named);
      }
      var same = byWindow.get(record.window());
      if (same != null) {
        windows.put(record.window(), same);
      }
    }
    return new Known(sns, windows);
  }

  @Override
  public Mono<Map<Long, RecordOutcome.Accepted>> outcomes(Collection<KnownRecord> records) {
    return Mono.just(Map.of());
  }

  @Override
  public Mono<Left> left(long slotNo) {
    return Mono.fromSupplier(() -> leftNow(slotNo));
  }

  private synchronized Left leftNow(long slotNo) {
    var units = new TreeMap<Long, Long>();
    var last = 0L;
    for (var each : quotas.entrySet()) {
      if (each.getValue().slotNo == slotNo) {
        units.put(each.getKey(), each.getValue().left());
        last = Math.max(last, each.getValue().askedSequence);
      }
    }
    return new Left(units, last);
  }

  @Override
  public Flux<Long> slots() {
    return Flux.defer(
        () -> Flux.fromStream(quotas.values().stream().map(Quota::slotNo).distinct()));
  }

  @Override
  public Mono<Void> refuse(List<Refusal> refusals, Instant refusedAt) {
    return Mono.empty();
  }
}
