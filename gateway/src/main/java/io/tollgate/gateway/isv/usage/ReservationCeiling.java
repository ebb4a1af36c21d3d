package io.tollgate.gateway.isv.usage;

import io.tollgate.metering.quota.QuotaReservations;
import io.tollgate.metering.quota.QuotaReservations.Ask;
import io.tollgate.metering.quota.QuotaReservations.Proposal;
import io.tollgate.metering.quota.QuotaReservations.Reservation;
import io.tollgate.metering.quota.QuotaReservations.Resolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reserves for made-up pushes on made-up slots and does nothing else: what no push that draws can be
 * faster than. What was reserved is given back, which is not timed.
 */
final class ReservationCeiling {

  /** Far above what the ledger will ever number. */
  private static final long FIRST_SLOT = 1L << 60;

  private static final long GRANTED_UNITS = 1L << 50;

  /** Records that are reserved for before they are given back: what waits in a busy gateway. */
  private static final int RECORDS_AT_ONCE = 8_000;

  private static final int CALLS_AT_ONCE = 256;

  private final QuotaReservations reservations;

  ReservationCeiling(QuotaReservations reservations) {
    this.reservations = reservations;
  }

  /**
   * What is asked for.
   *
   * @param slots over which the records of a push are spread; each is asked once a push
   */
  record Shape(int pushes, int records, int slots) {

    Shape {
      if (pushes < 1 || records < 1 || slots < 1) {
        throw new IllegalArgumentException(
            "pushes=%d records=%d slots=%d (expected: all > 0)".formatted(pushes, records, slots));
      }
    }

    int pushesAtOnce() {
      return Math.max(1, RECORDS_AT_ONCE / records);
    }
  }

  /** The asks of one push to one slot. */
  private record Call(long slotNo, List<Ask> asks) {}

  /** Emits the seconds that the reserving took in all. */
  Mono<Double> measure(Shape shape) {
    return Flux.range(0, shape.slots())
        .flatMap(slot -> load(FIRST_SLOT + slot), CALLS_AT_ONCE)
        .then(Flux.range(0, (shape.pushes() + shape.pushesAtOnce() - 1) / shape.pushesAtOnce())
            .concatMap(turn -> Mono.defer(() -> turn(calls(shape, turn))))
            .reduce(0L, Long::sum))
        .map(nanos -> nanos / 1e9);
  }

  private Mono<Void> load(long slotNo) {
    return reservations
        .believed(slotNo)
        .map(QuotaReservations.Belief::generation)
        .defaultIfEmpty("")
        .flatMap(
            generation -> reservations.load(slotNo, generation, Map.of(slotNo, GRANTED_UNITS), 0));
  }

  private static List<Call> calls(Shape shape, int turn) {
    var first = turn * shape.pushesAtOnce();
    var last = Math.min(shape.pushes(), first + shape.pushesAtOnce());
    var calls = new ArrayList<Call>();
    for (var push = first; push < last; push++) {
      var spread = Math.min(shape.slots(), shape.records());
      for (var slot = 0; slot < spread; slot++) {
        var count = (shape.records() + spread - 1 - slot) / spread;
        var slotNo = FIRST_SLOT + (slot + (long) push * spread) % shape.slots();
        calls.add(new Call(slotNo, asks(slotNo, count)));
      }
    }
    return calls;
  }

  private static List<Ask> asks(long quotaNo, int count) {
    var random = ThreadLocalRandom.current();
    var asks = new ArrayList<Ask>(count);
    for (var i = 0; i < count; i++) {
      var token = new UUID(random.nextLong(), random.nextLong()).toString();
      asks.add(new Ask(token, 1, false, List.of(quotaNo)));
    }
    return asks;
  }

  private Mono<Long> turn(List<Call> calls) {
    var begun = System.nanoTime();
    return Flux.fromIterable(calls)
        .flatMap(
            call -> reservations
                .reserve(call.slotNo(), call.asks())
                .map(reply -> new Reserved(call, reply)),
            CALLS_AT_ONCE)
        .collectList()
        .flatMap(reserved -> {
          var nanos = System.nanoTime() - begun;
          return Flux.fromIterable(reserved)
              .flatMap(this::giveBack, CALLS_AT_ONCE)
              .then(Mono.just(nanos));
        });
  }

  private record Reserved(Call call, Reservation reply) {}

  private Mono<Void> giveBack(Reserved reserved) {
    if (!(reserved.reply() instanceof Reservation.Reserved(var generation, var proposals))) {
      return Mono.error(new IllegalStateException(
          "slot " + reserved.call().slotNo() + " was forgotten while it was measured"));
    }
    var resolutions = new ArrayList<Resolution>(proposals.size());
    for (var i = 0; i < proposals.size(); i++) {
      if (proposals.get(i) instanceof Proposal.Drawn(var sequence, var units)) {
        resolutions.add(new Resolution(reserved.call().asks().get(i).token(), sequence, false));
      }
    }
    return reservations.resolve(reserved.call().slotNo(), resolutions);
  }
}
