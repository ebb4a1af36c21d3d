package io.tollgate.metering.usage;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.quota.QuotaReservations.Resolution;
import io.tollgate.metering.timer.Timers;
import io.tollgate.metering.usage.QuotaProposals.Proposed;
import io.tollgate.metering.usage.RecordOutcome.PackageDraw;
import io.tollgate.metering.usage.SharedWrite.Outcome;
import io.tollgate.metering.usage.UsageLedger.Entry;
import io.tollgate.metering.usage.UsageLedger.Known;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes in the usage records of one push: check, reserve, commit, settle, answer.
 *
 * <p>What this answers is durable. A push that is cancelled half way goes on to its end, so that
 * what it reserved is settled. Records whose draw depends on others still under way, and records
 * that share an identity within the push, take another round; a push that is not through after
 * {@link #PATIENCE} fails with {@link UsageUnavailableException} and may be sent again. Thread-safe.
 */
@Component
public final class UsageIntake {

  /** Rounds are milliseconds; this bounds a push that others keep at the edge of a quota. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final Duration FIRST_WAIT = Duration.ofMillis(2);
  private static final Duration LONGEST_WAIT = Duration.ofMillis(20);

  /** From this round on, some 300 ms in, a reservation that nobody closes is looked for. */
  private static final int IMPATIENT_ROUND = 18;

  private final Facts facts;
  private final QuotaProposals proposals;
  private final UsageLedger ledger;
  private final SharedCommits commits;
  private final Timers timers;
  private final BusinessClock clock;
  private final UsageLimits limits;
  private final UsageMeters meters;

  UsageIntake(
      Facts facts,
      QuotaProposals proposals,
      UsageLedger ledger,
      Timers timers,
      BusinessClock clock,
      UsageLimits limits,
      UsageMeters meters) {
    this.facts = facts;
    this.proposals = proposals;
    this.ledger = ledger;
    this.timers = timers;
    this.clock = clock;
    this.limits = limits;
    this.meters = meters;
    this.commits =
        new SharedCommits(meters.timed(ledger), clock::now, SharedCommits.Settings.DEFAULTS);
  }

  /**
   * Whether more waits for the ledger than it takes in time. Who is turned away now, before anything
   * was done for him, costs nothing; who is let in would most likely wait in vain.
   */
  public boolean isCongested() {
    return commits.isCongested();
  }

  /** One outcome a record, in request order. */
  public Mono<List<RecordOutcome>> accept(UsagePush push) {
    var work = Mono.defer(() -> check(push))
        .flatMap(progress -> push.validateOnly() ? preview(progress) : store(progress))
        .flatMap(progress -> push.explain() ? explain(progress) : Mono.just(progress))
        .map(PushProgress::outcomes)
        .doOnNext(meters::count)
        .checkpoint("usage.accept");
    return Mono.fromFuture(work::toFuture, true);
  }

  private Mono<PushProgress> check(UsagePush push) {
    var ids = new LinkedHashSet<String>();
    for (var record : push.records()) {
      ids.add(record.instanceId());
      if (record.packageInstanceId() != null) {
        ids.add(record.packageInstanceId());
      }
    }
    return facts
        .instances(ids)
        .flatMap(instances -> facts
            .slots(instances.values().stream().map(UsageIntake::slotKey).toList())
            .map(slots -> check(push, instances, slots)));
  }

  private static Facts.SlotKey slotKey(InstanceFacts instance) {
    return new Facts.SlotKey(instance.customerNo(), instance.itemNo());
  }

  private PushProgress check(
      UsagePush push, Map<String, InstanceFacts> instances, Map<Facts.SlotKey, SlotFacts> slots) {
    var check = new RecordCheck(
        push.isvNo(), push.snRequired(), instances, slots, limits, clock.zone(), clock.now());
    var progress = new PushProgress(push);
    for (var place = 0; place < push.records().size(); place++) {
      switch (check.check(push.records().get(place))) {
        case CheckedRecord.Sound(var record) -> progress.await(place, record);
        case CheckedRecord.Faulty(var fault) ->
          progress.decide(place, new RecordOutcome.Refused(fault));
        case CheckedRecord.FaultyUnlessKnown(var record, var fault) ->
          progress.await(place, record, fault);
      }
    }
    return progress;
  }

  private Mono<PushProgress> store(PushProgress progress) {
    return round(progress, 0)
        .timeout(
            PATIENCE,
            Mono.error(() -> new UsageUnavailableException("The push waited too long for others")))
        .then(Mono.defer(() -> ledger.refuse(progress.refusals(), clock.now())))
        .thenReturn(progress);
  }

  private Mono<Void> round(PushProgress progress, int number) {
    if (progress.isDecided()) {
      return Mono.empty();
    }
    var next = progress.next();
    return decideFaulty(progress, next)
        .thenReturn(next.stream().filter(record -> !progress.isFaulty(record)).toList())
        .filter(sound -> !sound.isEmpty())
        .flatMap(proposals::propose)
        .flatMap(proposed -> work(progress, proposed, number))
        .then(Mono.defer(() -> round(progress, number + 1)));
  }

  /** Decides those that failed the check, unless the ledger knows better, as it may by now. */
  private Mono<Void> decideFaulty(PushProgress progress, List<UsageRecord> next) {
    var faulty = next.stream().filter(progress::isFaulty).toList();
    if (faulty.isEmpty()) {
      return Mono.empty();
    }
    return ledger
        .find(faulty)
        .doOnNext(known -> faulty.forEach(record -> progress.decideFaulty(record, known)))
        .then();
  }

  private Mono<Void> work(PushProgress progress, List<Proposed> proposed, int number) {
    var ready = of(proposed, Proposed.Ready.class).toList();
    var overQuota = of(proposed, Proposed.OverQuota.class).map(Proposed::record).toList();
    var later = of(proposed, Proposed.Later.class).toList();
    return Mono.when(
        refuseOverQuota(progress, overQuota),
        ready.isEmpty() ? pause(progress, later, number) : commit(progress, ready));
  }

  private static <T extends Proposed> Stream<T> of(List<Proposed> proposed, Class<T> kind) {
    return proposed.stream().filter(kind::isInstance).map(kind::cast);
  }

  private Mono<Void> refuseOverQuota(PushProgress progress, List<UsageRecord> records) {
    if (records.isEmpty()) {
      return Mono.empty();
    }
    return ledger
        .find(records)
        .doOnNext(known ->
            records.forEach(record -> progress.decideFaulty(record, RecordFault.OVER_QUOTA, known)))
        .then();
  }

  /**
   * Waits for those on whom the draws depend. What the ledger knows meanwhile need not wait, and
   * must not: at the edge of a quota a crowd of repeats would keep one another waiting.
   */
  private Mono<Void> pause(PushProgress progress, List<Proposed.Later> later, int number) {
    var wait = FIRST_WAIT.multipliedBy(1L << Math.min(number, 5));
    return ledger
        .find(later.stream().map(Proposed.Later::record).toList())
        .doOnNext(known -> later.forEach(each -> progress.decideByLedger(each.record(), known)))
        .then(number < IMPATIENT_ROUND ? Mono.empty() : reloadLeftBehind(later))
        .then(Mono.delay(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT))
        .then();
  }

  private Mono<Void> reloadLeftBehind(List<Proposed.Later> later) {
    var slots = new LinkedHashMap<Long, String>();
    later.forEach(each -> slots.put(each.record().slotNo(), each.generation()));
    return Flux.fromIterable(slots.entrySet())
        .concatMap(slot -> proposals.reloadIfLeftBehind(slot.getKey(), slot.getValue()))
        .then();
  }

  private Mono<Void> commit(PushProgress progress, List<Proposed.Ready> ready) {
    return commits
        .submit(ready.stream().map(Proposed.Ready::entry).toList())
        .doOnError(CommitsFullException.class, full -> giveBack(ready))
        .flatMap(outcome -> settle(progress, ready, outcome));
  }

  /** Where the outcome is unknown instead, the sweeper asks the ledger. */
  private void giveBack(List<Proposed.Ready> ready) {
    var resolutions = new HashMap<Long, List<Resolution>>();
    ready.forEach(each -> close(resolutions, each.entry(), false));
    proposals.resolve(resolutions);
  }

  private Mono<Void> settle(PushProgress progress, List<Proposed.Ready> ready, Outcome outcome) {
    if (outcome.levelsPassed()) {
      timers.wake();
    }
    var unclear = new ArrayList<Entry>();
    var disputed = new LinkedHashMap<Long, String>();
    var resolutions = new HashMap<Long, List<Resolution>>();
    for (var i = 0; i < ready.size(); i++) {
      var entry = ready.get(i).entry();
      switch (outcome.written().get(i)) {
        case FRESH -> {
          progress.decide(entry.record(), accepted(entry, outcome.leftUnits()));
          close(resolutions, entry, true);
        }
        case TAKEN -> unclear.add(entry);
        case DISPUTED -> {
          unclear.add(entry);
          disputed.put(entry.record().slotNo(), ready.get(i).generation());
        }
        case POISONED -> {
          progress.decide(entry.record(), new RecordOutcome.Refused(RecordFault.VALUE));
          close(resolutions, entry, false);
        }
      }
    }
    proposals.resolve(resolutions);
    return unclear.isEmpty() ? Mono.empty() : clear(progress, unclear, disputed);
  }

  /** Recognises what the ledger holds already; the rest is proposed anew, from what it says. */
  private Mono<Void> clear(PushProgress progress, List<Entry> unclear, Map<Long, String> disputed) {
    return ledger
        .find(unclear.stream().map(Entry::record).toList())
        .doOnNext(known -> recognise(progress, unclear, known))
        .thenMany(Flux.fromIterable(disputed.entrySet()))
        .concatMap(slot -> proposals.reload(slot.getKey(), slot.getValue()))
        .then();
  }

  /**
   * A replay's reservation is settled where the ledger's record was committed with it, by another
   * request that joined it, and given back where the record had been there before.
   */
  private void recognise(PushProgress progress, List<Entry> entries, Known known) {
    var resolutions = new HashMap<Long, List<Resolution>>();
    for (var entry : entries) {
      var held = known.byWindow().get(entry.record().window());
      if (progress.decideByLedger(entry.record(), known)) {
        close(resolutions, entry, held != null && held.sequence() == entry.sequence());
      }
    }
    proposals.resolve(resolutions);
  }

  private static void close(Map<Long, List<Resolution>> resolutions, Entry entry, boolean settled) {
    if (entry.uncoveredUnits() < entry.record().units()) {
      resolutions
          .computeIfAbsent(entry.record().slotNo(), slot -> new ArrayList<>())
          .add(new Resolution(entry.record().token(), entry.sequence(), settled));
    }
  }

  private static RecordOutcome.Accepted accepted(Entry entry, Map<Long, Long> leftUnits) {
    var drawn = new ArrayList<PackageDraw>();
    for (var i = 0; i < entry.drawnUnits().size(); i++) {
      var units = entry.drawnUnits().get(i);
      if (units > 0) {
        var quota = entry.record().quotas().get(i);
        drawn.add(new PackageDraw(
            quota.packageInstanceId(), units, leftUnits.getOrDefault(quota.quotaNo(), 0L)));
      }
    }
    return new RecordOutcome.Accepted(drawn, entry.onDemandUnits(), entry.overageUnits());
  }

  private Mono<PushProgress> preview(PushProgress progress) {
    var records = progress.next();
    return ledger
        .find(records)
        .map(known -> records.stream()
            .filter(record -> !progress.decideBeforeDrawing(record, known))
            .toList())
        .flatMap(proposals::preview)
        .flatMap(proposed -> leftAfter(proposed).map(leftUnits -> {
          for (var each : proposed) {
            progress.decide(
                each.record(),
                each instanceof Proposed.Ready(var entry, var generation)
                    ? accepted(entry, leftUnits)
                    : new RecordOutcome.Refused(RecordFault.OVER_QUOTA));
          }
          return progress;
        }))
        .flatMap(done -> done.isDecided() ? Mono.just(done) : preview(done));
  }

  /** What the quotas would have left if these were committed now. */
  private Mono<Map<Long, Long>> leftAfter(List<Proposed> proposed) {
    var entries = of(proposed, Proposed.Ready.class).map(Proposed.Ready::entry).toList();
    var slots = entries.stream()
        .filter(entry -> entry.uncoveredUnits() < entry.record().units())
        .map(entry -> entry.record().slotNo())
        .distinct();
    return Flux.fromStream(slots)
        .concatMap(ledger::left)
        .map(UsageLedger.Left::units)
        .collect(HashMap<Long, Long>::new, Map::putAll)
        .map(leftUnits -> {
          for (var entry : entries) {
            for (var i = 0; i < entry.drawnUnits().size(); i++) {
              leftUnits.merge(
                  entry.record().quotas().get(i).quotaNo(), -entry.drawnUnits().get(i), Long::sum);
            }
          }
          return leftUnits;
        });
  }

  private Mono<PushProgress> explain(PushProgress progress) {
    if (progress.replayed().isEmpty()) {
      return Mono.just(progress);
    }
    return ledger.outcomes(progress.replayed()).doOnNext(progress::explain).thenReturn(progress);
  }
}
