package io.tollgate.metering.usage;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.tollgate.metering.quota.QuotaReservations;
import io.tollgate.metering.quota.QuotaReservations.Ask;
import io.tollgate.metering.quota.QuotaReservations.Proposal;
import io.tollgate.metering.quota.QuotaReservations.Reservation;
import io.tollgate.metering.quota.QuotaReservations.Resolution;
import io.tollgate.metering.quota.ReservationsAwayException;
import io.tollgate.metering.usage.UsageLedger.Entry;
import io.tollgate.metering.usage.UsageLedger.Left;
import io.tollgate.rules.quota.Quota;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Proposes what each record draws, slot by slot: by reservation in Redis, or, while Redis is away,
 * by what the ledger says is left. Either way the ledger has the last word at the commit.
 */
@Component
final class QuotaProposals {

  private static final Logger LOG = LoggerFactory.getLogger(QuotaProposals.class);

  /** Slots asked at the same time for one push: all it can name, since their asks share calls. */
  private static final int SLOTS_AT_ONCE = 1_000;

  /** Slots of one push looked up in the ledger at the same time. */
  private static final int LOOKS_AT_ONCE = 64;

  /** A reservation still open after this was left by a node that died or gave up. */
  private static final Duration LEFT_BEHIND = Duration.ofSeconds(1);

  private final QuotaReservations reservations;
  private final UsageLedger ledger;
  private final Clock systemClock;
  private final AtomicLong lastGiven = new AtomicLong();

  QuotaProposals(QuotaReservations reservations, UsageLedger ledger, Clock systemClock) {
    this.reservations = reservations;
    this.ledger = ledger;
    this.systemClock = systemClock;
  }

  /** What is proposed for one record. */
  sealed interface Proposed {

    UsageRecord record();

    /** It can be committed; {@code generation} names what it was proposed from. */
    record Ready(Entry entry, String generation) implements Proposed {
      @Override
      public UsageRecord record() {
        return entry.record();
      }
    }

    /** The quota does not cover it, and its product refuses what is not covered. */
    record OverQuota(UsageRecord record) implements Proposed {}

    /** Its draw depends on records that are still on their way: ask again. */
    record Later(UsageRecord record, String generation) implements Proposed {}
  }

  /**
   * Proposes for all records, those of one slot in their order.
   *
   * <p>Fails with {@link UsageUnavailableException} where Redis is away and a record's product
   * refuses what is over quota: refusing needs certainty that only a reservation gives.
   */
  Mono<List<Proposed>> propose(List<UsageRecord> records) {
    var bySlot = records.stream()
        .filter(record -> !record.quotas().isEmpty())
        .collect(groupingBy(UsageRecord::slotNo, LinkedHashMap::new, toList()));
    var free = records.stream().filter(record -> record.quotas().isEmpty()).map(this::withoutQuota);
    return Flux.fromIterable(bySlot.entrySet())
        .flatMap(slot -> proposeFor(slot.getKey(), slot.getValue()), SLOTS_AT_ONCE)
        .flatMapIterable(proposals -> proposals)
        .startWith(free.toList())
        .collectList();
  }

  /** What the ledger alone would propose: for a preview, and while Redis is away. */
  Mono<List<Proposed>> preview(List<UsageRecord> records) {
    var bySlot =
        records.stream().collect(groupingBy(UsageRecord::slotNo, LinkedHashMap::new, toList()));
    return Flux.fromIterable(bySlot.entrySet())
        .flatMap(slot -> proposeByLedger(slot.getKey(), slot.getValue()), LOOKS_AT_ONCE)
        .flatMapIterable(proposals -> proposals)
        .collectList();
  }

  /** Closes reservations behind the caller's back: a lost call costs a wait at the quota's edge. */
  void resolve(Map<Long, List<Resolution>> bySlot) {
    bySlot.forEach((slot, resolutions) -> reservations
        .resolve(slot, resolutions)
        .subscribe(
            nothing -> {}, e -> LOG.debug("Left reservations of slot {} to be reloaded", slot, e)));
  }

  /** Believes the ledger over whatever Redis says of the slot. */
  Mono<Void> reload(long slotNo, String generation) {
    return ledger
        .left(slotNo)
        .flatMap(left -> reservations.load(slotNo, generation, left.units(), left.lastSequence()))
        .onErrorResume(ReservationsAwayException.class, away -> Mono.empty());
  }

  /** Reloads the slot where a reservation was left behind by someone who will not close it. */
  Mono<Void> reloadIfLeftBehind(long slotNo, String generation) {
    return reservations
        .openLongerThan(slotNo, LEFT_BEHIND)
        .hasElements()
        .flatMap(left -> left ? reload(slotNo, generation) : Mono.empty())
        .onErrorResume(ReservationsAwayException.class, away -> Mono.empty());
  }

  /**
   * Looks at every slot with an open reservation and asks the ledger where one was left behind.
   * Emits the slots that were loaded anew.
   */
  Flux<Long> sweep() {
    return reservations
        .slotsWithOpen()
        .distinct()
        .filterWhen(slot -> reservations.openLongerThan(slot, LEFT_BEHIND).hasElements(), 1)
        .concatMap(slot -> reservations
            .believed(slot)
            .flatMap(belief -> reload(slot, belief.generation()))
            .thenReturn(slot));
  }

  private Proposed withoutQuota(UsageRecord record) {
    return record.isAllOrNothing()
        ? new Proposed.OverQuota(record)
        : new Proposed.Ready(new Entry(record, 0, List.of()), "");
  }

  private Mono<List<Proposed>> proposeFor(long slotNo, List<UsageRecord> records) {
    var asks = records.stream()
        .map(record -> new Ask(
            record.token(),
            record.units(),
            record.isAllOrNothing(),
            record.quotas().stream().map(Quota::quotaNo).toList()))
        .toList();
    return reservations
        .reserve(slotNo, asks)
        .flatMap(reply -> switch (reply) {
          case Reservation.NotLoaded(var generation) ->
            reload(slotNo, generation).then(reservations.reserve(slotNo, asks));
          case Reservation.Reserved reserved -> Mono.just(reserved);
        })
        .flatMap(reply -> confirmed(slotNo, records, reply))
        .onErrorResume(ReservationsAwayException.class, e -> withoutRedis(slotNo, records, e));
  }

  /**
   * A record that is refused never comes to the commit, so the ledger is asked here whether the
   * quota really is gone. Where it is not, as after a correction that gave something back, nothing
   * of the reply stands: all its records ask again, in their order.
   */
  private Mono<List<Proposed>> confirmed(
      long slotNo, List<UsageRecord> records, Reservation reply) {
    var proposals = proposals(records, reply);
    var overQuota = proposals.stream()
        .filter(Proposed.OverQuota.class::isInstance)
        .map(Proposed::record)
        .toList();
    if (overQuota.isEmpty()) {
      return Mono.just(proposals);
    }
    return ledger.left(slotNo).flatMap(left -> {
      if (overQuota.stream().noneMatch(record -> isCovered(record, left))) {
        return Mono.just(proposals);
      }
      return reload(slotNo, reply.generation()).thenReturn(later(records, reply.generation()));
    });
  }

  private static boolean isCovered(UsageRecord record, Left left) {
    var units = 0L;
    for (var quota : record.quotas()) {
      units += left.of(quota.quotaNo());
    }
    return units >= record.units();
  }

  private static List<Proposed> later(List<UsageRecord> records, String generation) {
    return records.stream()
        .map(record -> (Proposed) new Proposed.Later(record, generation))
        .toList();
  }

  private static List<Proposed> proposals(List<UsageRecord> records, Reservation reply) {
    return switch (reply) {
      case Reservation.NotLoaded(var generation) -> later(records, generation);
      case Reservation.Reserved(var generation, var answers) -> {
        var proposals = new ArrayList<Proposed>(records.size());
        for (var i = 0; i < records.size(); i++) {
          var record = records.get(i);
          proposals.add(
              switch (answers.get(i)) {
                case Proposal.Drawn(var sequence, var units) ->
                  new Proposed.Ready(new Entry(record, sequence, units), generation);
                case Proposal.Rejected() -> new Proposed.OverQuota(record);
                case Proposal.Busy() -> new Proposed.Later(record, generation);
              });
        }
        yield proposals;
      }
    };
  }

  private Mono<List<Proposed>> withoutRedis(
      long slotNo, List<UsageRecord> records, ReservationsAwayException away) {
    if (records.stream().anyMatch(UsageRecord::isAllOrNothing)) {
      return Mono.error(
          new UsageUnavailableException("Quota cannot be reserved while Redis is away", away));
    }
    return ledger.left(slotNo).map(left -> untilOneDepends(records, left));
  }

  /**
   * As in the script, no draw depends on one that the ledger has not confirmed: a record before it may
   * turn out to be known already, and to have drawn at another place in the order.
   */
  private List<Proposed> untilOneDepends(List<UsageRecord> records, Left found) {
    var left = new HashMap<>(found.units());
    var sequence = sequencesAfter(found.lastSequence(), records.size());
    var drawnHere = new HashSet<Long>();
    var proposals = new ArrayList<Proposed>(records.size());
    var waits = false;
    for (var record : records) {
      waits = waits || depends(record, left, drawnHere);
      if (waits) {
        proposals.add(new Proposed.Later(record, ""));
      } else {
        var proposal = take(record, ++sequence, left);
        proposals.add(proposal);
        addDrawn(proposal, drawnHere);
      }
    }
    return proposals;
  }

  private static void addDrawn(Proposed proposal, Set<Long> drawnHere) {
    if (proposal instanceof Proposed.Ready(var entry, var generation)) {
      for (var i = 0; i < entry.drawnUnits().size(); i++) {
        if (entry.drawnUnits().get(i) > 0) {
          drawnHere.add(entry.record().quotas().get(i).quotaNo());
        }
      }
    }
  }

  private static boolean depends(UsageRecord record, Map<Long, Long> left, Set<Long> drawnHere) {
    var wanted = record.units();
    for (var quota : record.quotas()) {
      var taken = Math.min(wanted, left.getOrDefault(quota.quotaNo(), 0L));
      if (taken < wanted && drawnHere.contains(quota.quotaNo())) {
        return true;
      }
      wanted -= taken;
    }
    return false;
  }

  private Mono<List<Proposed>> proposeByLedger(long slotNo, List<UsageRecord> records) {
    return ledger.left(slotNo).map(found -> {
      var left = new HashMap<>(found.units());
      var sequence = found.lastSequence();
      var proposals = new ArrayList<Proposed>(records.size());
      for (var record : records) {
        proposals.add(take(record, ++sequence, left));
      }
      return proposals;
    });
  }

  /**
   * The order of acceptance is the time of asking, as the script's is, but after all that the ledger
   * holds, and never the same for two pushes. Returns the number before the first of {@code count}.
   */
  private long sequencesAfter(long last, int count) {
    var now = ChronoUnit.MICROS.between(Instant.EPOCH, systemClock.instant());
    var free = Math.max(last, now);
    return lastGiven.updateAndGet(given -> Math.max(given, free) + count) - count;
  }

  private static Proposed take(UsageRecord record, long sequence, Map<Long, Long> left) {
    var takes = new ArrayList<Long>(record.quotas().size());
    var wanted = record.units();
    for (var quota : record.quotas()) {
      var taken = Math.min(wanted, left.getOrDefault(quota.quotaNo(), 0L));
      takes.add(taken);
      wanted -= taken;
    }
    if (wanted > 0 && record.isAllOrNothing()) {
      return new Proposed.OverQuota(record);
    }
    for (var i = 0; i < takes.size(); i++) {
      left.merge(record.quotas().get(i).quotaNo(), -takes.get(i), Long::sum);
    }
    return new Proposed.Ready(
        new Entry(record, record.quotas().isEmpty() ? 0 : sequence, takes), "");
  }
}
