package io.tollgate.metering.quota;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reservations in memory, which keep the port's contract, and can lose everything like Redis. */
public final class MemoryReservations implements QuotaReservations {

  private final InstantSource clock;
  private Map<Long, Slot> slots = new TreeMap<>();
  private int generations;

  public MemoryReservations(InstantSource clock) {
    this.clock = clock;
  }

  /** Forgets everything. */
  public synchronized void flush() {
    slots = new TreeMap<>();
  }

  /** A copy to come back to. */
  public synchronized Map<Long, Slot> snapshot() {
    var copy = new TreeMap<Long, Slot>();
    slots.forEach((slotNo, slot) -> copy.put(slotNo, slot.copy()));
    return copy;
  }

  /** Goes back to what it was. */
  public synchronized void restore(Map<Long, Slot> snapshot) {
    slots = new TreeMap<>();
    snapshot.forEach((slotNo, slot) -> slots.put(slotNo, slot.copy()));
  }

  @Override
  public Mono<Reservation> reserve(long slotNo, List<Ask> asks) {
    return Mono.fromSupplier(() -> reserveNow(slotNo, asks));
  }

  private synchronized Reservation reserveNow(long slotNo, List<Ask> asks) {
    var slot = slots.get(slotNo);
    if (slot == null) {
      return new Reservation.NotLoaded("");
    }
    for (var ask : asks) {
      if (!slot.left.keySet().containsAll(ask.quotas())) {
        return new Reservation.NotLoaded(slot.generation);
      }
    }
    slot.sequence =
        Math.max(slot.sequence, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
    var proposals = new ArrayList<Proposal>();
    var busy = false;
    for (var ask : asks) {
      var proposal = busy ? new Proposal.Busy() : propose(slot, ask);
      busy |= proposal instanceof Proposal.Busy;
      proposals.add(proposal);
    }
    return new Reservation.Reserved(slot.generation, proposals);
  }

  private Proposal propose(Slot slot, Ask ask) {
    var open = slot.open.get(ask.token());
    if (open != null) {
      return new Proposal.Drawn(
          open.sequence,
          ask.quotas().stream().map(quota -> open.units.getOrDefault(quota, 0L)).toList());
    }
    var wanted = ask.units();
    var takes = new LinkedHashMap<Long, Long>();
    for (var quota : ask.quotas()) {
      var take = Math.min(wanted, Objects.requireNonNull(slot.left.get(quota)));
      if (take < wanted && slot.held.getOrDefault(quota, 0L) > 0) {
        return new Proposal.Busy();
      }
      takes.put(quota, take);
      wanted -= take;
    }
    if (ask.allOrNothing() && wanted > 0) {
      return new Proposal.Rejected();
    }
    slot.sequence++;
    takes.forEach((quota, units) -> {
      slot.left.merge(quota, -units, Long::sum);
      slot.held.merge(quota, units, Long::sum);
    });
    if (wanted < ask.units()) {
      slot.open.put(ask.token(), new Held(slot.sequence, clock.instant(), takes));
    }
    return new Proposal.Drawn(slot.sequence, List.copyOf(takes.values()));
  }

  @Override
  public Mono<Void> resolve(long slotNo, List<Resolution> resolutions) {
    return Mono.fromRunnable(() -> resolveNow(slotNo, resolutions));
  }

  private synchronized void resolveNow(long slotNo, List<Resolution> resolutions) {
    var slot = slots.get(slotNo);
    for (var resolution : resolutions) {
      var held = slot == null ? null : slot.open.get(resolution.token());
      if (slot != null && held != null && held.sequence == resolution.sequence()) {
        slot.open.remove(resolution.token());
        held.units.forEach((quota, units) -> {
          slot.held.merge(quota, -units, Long::sum);
          slot.left.merge(quota, resolution.settled() ? 0 : units, Long::sum);
        });
      }
    }
  }

  @Override
  public Mono<Void> load(
      long slotNo, String generation, Map<Long, Long> leftUnits, long lastSequence) {
    return Mono.fromRunnable(() -> loadNow(slotNo, generation, leftUnits, lastSequence));
  }

  private synchronized void loadNow(
      long slotNo, String generation, Map<Long, Long> leftUnits, long lastSequence) {
    var known = slots.get(slotNo);
    if (generation.equals(known == null ? "" : known.generation)) {
      var sequence = Math.max(lastSequence, known == null ? 0 : known.sequence);
      var slot = new Slot("generation-" + ++generations, sequence);
      slot.left.putAll(leftUnits);
      leftUnits.keySet().forEach(quota -> slot.held.put(quota, 0L));
      slots.put(slotNo, slot);
    }
  }

  @Override
  public Flux<Open> openLongerThan(long slotNo, Duration age) {
    return Flux.defer(() -> {
      synchronized (this) {
        var slot = slots.get(slotNo);
        return slot == null ? Flux.empty() : Flux.fromIterable(openIn(slot, age));
      }
    });
  }

  private List<Open> openIn(Slot slot, Duration age) {
    var now = clock.instant();
    return slot.open.entrySet().stream()
        .filter(entry -> Duration.between(entry.getValue().openedAt, now).abs().compareTo(age) > 0)
        .map(entry -> new Open(entry.getKey(), entry.getValue().sequence))
        .toList();
  }

  @Override
  public Flux<Long> slotsWithOpen() {
    return Flux.defer(() -> {
      synchronized (this) {
        return Flux.fromIterable(slots.entrySet().stream()
            .filter(entry -> !entry.getValue().open.isEmpty())
            .map(Map.Entry::getKey)
            .toList());
      }
    });
  }

  @Override
  public Mono<Belief> believed(long slotNo) {
    return Mono.fromSupplier(() -> {
          synchronized (this) {
            return slots.get(slotNo);
          }
        })
        .map(slot -> new Belief(slot.generation, slot.left, slot.held));
  }

  /** What is believed of a slot. */
  public static final class Slot {

    private final String generation;
    private final Map<Long, Long> left = new HashMap<>();
    private final Map<Long, Long> held = new HashMap<>();
    private final Map<String, Held> open = new LinkedHashMap<>();
    private long sequence;

    private Slot(String generation, long sequence) {
      this.generation = generation;
      this.sequence = sequence;
    }

    private Slot copy() {
      var copy = new Slot(generation, sequence);
      copy.left.putAll(left);
      copy.held.putAll(held);
      copy.open.putAll(open);
      return copy;
    }
  }

  private record Held(long sequence, Instant openedAt, Map<Long, Long> units) {}
}
