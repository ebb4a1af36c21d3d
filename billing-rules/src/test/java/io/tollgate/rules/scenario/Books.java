package io.tollgate.rules.scenario;

import io.tollgate.rules.catalogue.Price;
import io.tollgate.rules.collection.Aggregate;
import io.tollgate.rules.collection.Collected;
import io.tollgate.rules.collection.CollectedRecord;
import io.tollgate.rules.collection.Collecting;
import io.tollgate.rules.collection.MonthCount;
import io.tollgate.rules.collection.UsageSums;
import io.tollgate.rules.journal.JournalEntry;
import io.tollgate.rules.quota.Allocation;
import io.tollgate.rules.quota.Correction;
import io.tollgate.rules.quota.CorrectionOutcome;
import io.tollgate.rules.quota.CorrectionPlan;
import io.tollgate.rules.quota.Draw;
import io.tollgate.rules.quota.DrawOutcome;
import io.tollgate.rules.quota.DrawPlan;
import io.tollgate.rules.quota.Grant;
import io.tollgate.rules.quota.OverQuota;
import io.tollgate.rules.quota.Quota;
import io.tollgate.rules.quota.QuotaBalance;
import io.tollgate.rules.usage.Cycle;
import io.tollgate.rules.usage.CycleWindow;
import io.tollgate.rules.usage.UsageMoment;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The smallest thing that keeps books by the rules: one customer's billing item in memory. It only
 * remembers what the rules decide.
 */
public final class Books {

  private static final long INSTANCE_NO = 1;

  private final Cycle cycle;
  private final Price price;
  private final OverQuota overQuota;
  private final ZoneId zone;
  private final String customerId;
  private final List<JournalEntry> journal;
  private final List<QuotaBalance> balances = new ArrayList<>();
  private final SequencedMap<String, Kept> records = new LinkedHashMap<>();
  private final Map<YearMonth, MonthCount> months = new HashMap<>();
  private final Set<CycleWindow> collectedCycles = new HashSet<>();
  private final List<Aggregate> feed = new ArrayList<>();

  public Books(
      Cycle cycle,
      Price price,
      OverQuota overQuota,
      ZoneId zone,
      String customerId,
      List<JournalEntry> journal) {
    this.cycle = cycle;
    this.price = price;
    this.overQuota = overQuota;
    this.zone = zone;
    this.customerId = customerId;
    this.journal = journal;
  }

  /** An accepted record with its allocations: as accepted, then after each correction. */
  public static final class Kept {
    final Instant endTime;
    final @Nullable String namedPackage;
    final List<Allocation> history = new ArrayList<>();
    final List<QuotaBalance> balancesBefore;
    final DrawPlan plan;
    boolean collected;

    Kept(
        Instant endTime,
        @Nullable String namedPackage,
        DrawPlan plan,
        List<QuotaBalance> balancesBefore) {
      this.endTime = endTime;
      this.namedPackage = namedPackage;
      this.plan = plan;
      this.balancesBefore = List.copyOf(balancesBefore);
      this.history.add(Allocation.of(plan));
    }

    Instant moment() {
      return UsageMoment.of(endTime);
    }

    public Allocation allocation() {
      return history.getLast();
    }
  }

  public void grant(
      String packageInstanceId, List<Grant> grants, boolean stopBeforeExcess, Instant boughtAt) {
    for (var grant : grants) {
      var quota = new Quota(
          balances.size() + 1L,
          packageInstanceId,
          grant.period(),
          grant.granted().units(),
          stopBeforeExcess,
          boughtAt);
      balances.add(new QuotaBalance(quota, 0));
    }
  }

  /** Accepts a record, or answers how a named package refuses it. A known sn changes nothing. */
  public DrawOutcome accept(String sn, long units, Instant endTime, @Nullable String namedPackage) {
    var known = records.get(sn);
    if (known != null) {
      return new DrawOutcome.Drawn(known.plan);
    }
    var moment = UsageMoment.of(endTime);
    var outcome = namedPackage == null
        ? new DrawOutcome.Drawn(DrawPlan.overPackages(units, moment, balances))
        : DrawPlan.overNamedPackage(units, moment, namedPackage, balances, overQuota);
    if (outcome instanceof DrawOutcome.Drawn(var plan)) {
      var kept = new Kept(endTime, namedPackage, plan, balances);
      records.put(sn, kept);
      plan.draws().forEach(draw -> move(draw.quotaNo(), draw.units()));
    }
    return outcome;
  }

  public boolean knows(String sn) {
    return records.containsKey(sn);
  }

  private void move(long quotaNo, long units) {
    balances.replaceAll(
        balance -> balance.quota().quotaNo() == quotaNo ? balance.drawn(units) : balance);
  }

  /** Collects every cycle that ends by {@code horizon}, and settles the months that end by it. */
  public List<Aggregate> collect(Instant horizon, Instant collectedAt) {
    var before = feed.size();
    var due = records.values().stream()
        .filter(record -> !record.collected && !cycleOf(record).end().isAfter(horizon))
        .toList();
    var sums = UsageSums.of(due.stream().map(this::collectedRecord).toList());
    sums.forEach((key, sum) -> {
      var month = key.cycle().month(zone);
      var isLate = !collectedCycles.add(key.cycle());
      write(month, Collecting.collect(price, key.cycle(), sum, isLate, count(month)), collectedAt);
    });
    due.forEach(record -> record.collected = true);
    settleMonthsEndedBy(horizon, collectedAt);
    return List.copyOf(feed.subList(before, feed.size()));
  }

  private void settleMonthsEndedBy(Instant horizon, Instant collectedAt) {
    for (var month : months.keySet().stream().sorted().toList()) {
      var end = month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
      if (!end.isAfter(horizon) && !count(month).settled()) {
        write(
            month,
            Collecting.settleMonth(price, cycle.endingAt(end, zone), count(month)),
            collectedAt);
      }
    }
  }

  private CollectedRecord collectedRecord(Kept record) {
    var allocation = record.allocation();
    var draws = allocation.quotaNos().stream()
        .map(quotaNo -> new Draw(quotaNo, allocation.drawnUnits(quotaNo)))
        .toList();
    return new CollectedRecord(
        INSTANCE_NO,
        cycleOf(record),
        allocation.totalUnits(),
        draws,
        allocation.onDemandUnits(),
        allocation.overageUnits());
  }

  private CycleWindow cycleOf(Kept record) {
    return cycle.endingAt(record.endTime, zone);
  }

  private void write(YearMonth month, Collected collected, Instant at) {
    months.put(month, collected.month());
    for (var aggregate : collected.aggregates()) {
      feed.add(aggregate);
      post(aggregate, at);
    }
  }

  private void post(Aggregate aggregate, Instant at) {
    if (!aggregate.amount().isZero()) {
      var reference = "aggregate " + feed.size();
      journal.add(
          switch (aggregate.kind()) {
            case USAGE, LATE -> JournalEntry.usage(customerId, aggregate.amount(), reference, at);
            case ADJUSTMENT ->
              JournalEntry.adjustment(customerId, aggregate.amount(), reference, at);
          });
    }
  }

  /** Corrects a record: silently before its collection, by an adjustment after it. */
  public CorrectionOutcome correct(String sn, long newUnits, Instant at) {
    var record = record(sn);
    var outcome = CorrectionPlan.of(
        record.history, newUnits, record.moment(), record.namedPackage, balances, overQuota);
    if (outcome instanceof CorrectionOutcome.Corrected(var correction)
        && !correction.changesNothing()) {
      apply(record, correction, at);
    }
    return outcome;
  }

  private void apply(Kept record, Correction correction, Instant at) {
    correction.drawnChanges().forEach(this::move);
    record.history.add(correction.after());
    if (record.collected) {
      var month = cycleOf(record).month(zone);
      write(month, Collecting.correct(price, cycleOf(record), correction, count(month)), at);
    }
  }

  public Kept record(String sn) {
    var record = records.get(sn);
    if (record == null) {
      throw new IllegalArgumentException("no such record: " + sn);
    }
    return record;
  }

  public List<Kept> records() {
    return List.copyOf(records.values());
  }

  public MonthCount count(YearMonth month) {
    return months.getOrDefault(month, MonthCount.none(price.currency()));
  }

  public List<QuotaBalance> balances() {
    return List.copyOf(balances);
  }

  public List<Aggregate> feed() {
    return List.copyOf(feed);
  }

  public List<JournalEntry> journal() {
    return List.copyOf(journal);
  }

  String packageOf(long quotaNo) {
    return balances.stream()
        .map(QuotaBalance::quota)
        .filter(quota -> quota.quotaNo() == quotaNo)
        .findFirst()
        .orElseThrow()
        .packageInstanceId();
  }

  Cycle cycle() {
    return cycle;
  }
}
