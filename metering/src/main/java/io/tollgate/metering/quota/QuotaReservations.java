package io.tollgate.metering.quota;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Holds quota for usage records between their check and their commit, one slot at a time.
 *
 * <p>A slot is one customer's billing item. What is held here is a proposal: it may be lost, old or
 * wrong, and the ledger refuses what does not add up. All quantities are units of 1/10,000.
 * Thread-safe. Every call may fail with {@link ReservationsAwayException} when the store cannot be
 * reached within its timeout; nothing is then known of what it did.
 */
public interface QuotaReservations {

  /** Reserves for the asks in their order; answers one proposal an ask, or that it must be loaded. */
  Mono<Reservation> reserve(long slotNo, List<Ask> asks);

  /** Closes reservations; those that are gone already are left alone. */
  Mono<Void> resolve(long slotNo, List<Resolution> resolutions);

  /**
   * Replaces what is believed of a slot by what the ledger says, unless someone else has since
   * {@code generation} was seen.
   *
   * @param leftUnits by quota number, for all quotas of the slot that may still be asked
   * @param lastSequence what is reserved from now on comes after it, whatever the store's clock says
   */
  Mono<Void> load(long slotNo, String generation, Map<Long, Long> leftUnits, long lastSequence);

  /** The open reservations of a slot that are older than {@code age}: left by a crash, most likely. */
  Flux<Open> openLongerThan(long slotNo, Duration age);

  /** Slots with an open reservation, found in bounded steps; one may come twice. */
  Flux<Long> slotsWithOpen();

  /** What is believed of a slot now; empty where nothing is. */
  Mono<Belief> believed(long slotNo);

  /**
   * A record that wants quota.
   *
   * @param token says which record it is; the same token while the first is open joins it
   * @param allOrNothing reserve nothing where the quotas do not cover all
   * @param quotas in the order of drawing
   */
  record Ask(String token, long units, boolean allOrNothing, List<Long> quotas) {

    public Ask {
      quotas = List.copyOf(quotas);
    }
  }

  /** What became of one ask. */
  sealed interface Proposal {

    /**
     * Held until resolved.
     *
     * @param sequence the recorded order of acceptance within the slot
     * @param units from each quota of the ask, in its order
     */
    record Drawn(long sequence, List<Long> units) implements Proposal {

      public Drawn {
        units = List.copyOf(units);
      }

      public long totalUnits() {
        return units.stream().mapToLong(Long::longValue).sum();
      }
    }

    /** All or nothing was asked and the quotas do not cover it. */
    record Rejected() implements Proposal {}

    /** The draw would depend on a reservation that is still open: ask again when it is closed. */
    record Busy() implements Proposal {}
  }

  /** The answer for one slot. */
  sealed interface Reservation {

    /** What is believed now; names it when it proves wrong. */
    String generation();

    record Reserved(String generation, List<Proposal> proposals) implements Reservation {

      public Reserved {
        proposals = List.copyOf(proposals);
      }
    }

    /** The slot, or one of the quotas, has to be loaded from the ledger first. */
    record NotLoaded(String generation) implements Reservation {}
  }

  /**
   * What is believed of a slot.
   *
   * @param leftUnits by quota, without what open reservations hold
   * @param heldUnits by quota, by open reservations
   */
  record Belief(String generation, Map<Long, Long> leftUnits, Map<Long, Long> heldUnits) {

    public Belief {
      leftUnits = Map.copyOf(leftUnits);
      heldUnits = Map.copyOf(heldUnits);
    }
  }

  /** An open reservation. */
  record Open(String token, long sequence) {}

  /** How a reservation ends: the ledger holds the record under this sequence, or it does not. */
  record Resolution(String token, long sequence, boolean settled) {}
}
