package io.tollgate.metering.usage;

import io.tollgate.metering.quota.QuotaReservations;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The two stores as one node reaches them: by calls that may be late or lost, until it dies. */
final class UnreliableStores {

  private final UsageLedger ledger;
  private final QuotaReservations reservations;
  private final Mishaps mishaps;
  private boolean dead;

  UnreliableStores(UsageLedger ledger, QuotaReservations reservations, Mishaps mishaps) {
    this.ledger = ledger;
    this.reservations = reservations;
    this.mishaps = mishaps;
  }

  /** From now on the node sends nothing and hears nothing; what it has sent arrives. */
  void die() {
    dead = true;
  }

  UsageLedger ledger() {
    return new Ledger();
  }

  QuotaReservations reservations() {
    return new Reservations();
  }

  private <T> Mono<T> whileAlive(Mono<T> call) {
    return Mono.defer(() -> dead ? Mono.<T>never() : call)
        .materialize()
        .flatMap(signal -> dead ? Mono.never() : Mono.just(signal))
        .dematerialize();
  }

  private final class Ledger implements UsageLedger {

    @Override
    public Mono<Commit> commit(List<Entry> entries, Instant acceptedAt) {
      return whileAlive(
          mishaps.toLedger("commit of " + entries.size(), ledger.commit(entries, acceptedAt)));
    }

    @Override
    public Mono<Known> find(Collection<UsageRecord> records) {
      return whileAlive(mishaps.toLedger("find", ledger.find(records)));
    }

    @Override
    public Mono<Map<Long, RecordOutcome.Accepted>> outcomes(Collection<KnownRecord> records) {
      return whileAlive(mishaps.toLedger("outcomes", ledger.outcomes(records)));
    }

    @Override
    public Mono<Left> left(long slotNo) {
      return whileAlive(mishaps.toLedger("left of " + slotNo, ledger.left(slotNo)));
    }

    @Override
    public Flux<Long> slots() {
      return whileAlive(mishaps.toLedger("slots", ledger.slots().collectList()))
          .flatMapIterable(slots -> slots);
    }

    @Override
    public Mono<Void> refuse(List<Refusal> refusals, Instant refusedAt) {
      return refusals.isEmpty()
          ? Mono.empty()
          : whileAlive(mishaps.toLedger("refuse", ledger.refuse(refusals, refusedAt)));
    }
  }

  private final class Reservations implements QuotaReservations {

    @Override
    public Mono<Reservation> reserve(long slotNo, List<Ask> asks) {
      return whileAlive(
          mishaps.toRedis("reserve in " + slotNo, reservations.reserve(slotNo, asks)));
    }

    @Override
    public Mono<Void> resolve(long slotNo, List<Resolution> resolutions) {
      return whileAlive(
          mishaps.toRedis("resolve in " + slotNo, reservations.resolve(slotNo, resolutions)));
    }

    @Override
    public Mono<Void> load(
        long slotNo, String generation, Map<Long, Long> leftUnits, long lastSequence) {
      return whileAlive(mishaps.toRedis(
          "load " + slotNo, reservations.load(slotNo, generation, leftUnits, lastSequence)));
    }

    @Override
    public Flux<Open> openLongerThan(long slotNo, Duration age) {
      return whileAlive(mishaps.toRedis(
              "open in " + slotNo, reservations.openLongerThan(slotNo, age).collectList()))
          .flatMapIterable(open -> open);
    }

    @Override
    public Flux<Long> slotsWithOpen() {
      return whileAlive(
              mishaps.toRedis("slots with open", reservations.slotsWithOpen().collectList()))
          .flatMapIterable(slots -> slots);
    }

    @Override
    public Mono<Belief> believed(long slotNo) {
      return whileAlive(mishaps.toRedis("belief of " + slotNo, reservations.believed(slotNo)));
    }
  }
}
