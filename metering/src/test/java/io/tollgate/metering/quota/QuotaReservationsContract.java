package io.tollgate.metering.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.metering.quota.QuotaReservations.Ask;
import io.tollgate.metering.quota.QuotaReservations.Belief;
import io.tollgate.metering.quota.QuotaReservations.Open;
import io.tollgate.metering.quota.QuotaReservations.Proposal;
import io.tollgate.metering.quota.QuotaReservations.Proposal.Busy;
import io.tollgate.metering.quota.QuotaReservations.Proposal.Drawn;
import io.tollgate.metering.quota.QuotaReservations.Proposal.Rejected;
import io.tollgate.metering.quota.QuotaReservations.Reservation;
import io.tollgate.metering.quota.QuotaReservations.Resolution;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of reservations promises; each implementation runs this suite. */
public abstract class QuotaReservationsContract {

  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final AtomicLong SLOTS = new AtomicLong(900_000);

  private long slot;

  protected abstract QuotaReservations reservations();

  @BeforeEach
  void takeASlot() {
    slot = SLOTS.incrementAndGet();
  }

  @Test
  void aSlotThatWasNeverLoadedSaysSo() {
    assertThat(reservations().reserve(slot, List.of(ask("a", 1, 1L))).block(DEADLINE))
        .isEqualTo(new Reservation.NotLoaded(""));
  }

  @Test
  void aQuotaThatIsNotKnownHasToBeLoaded() {
    load(Map.of(1L, 10L));

    var reply =
        reservations().reserve(slot, List.of(ask("a", 1, 1L), ask("b", 1, 2L))).block(DEADLINE);

    assertThat(reply).isInstanceOf(Reservation.NotLoaded.class);
    assertThat(left(1)).isEqualTo(10);
  }

  @Test
  void drawsTheQuotasInTheOrderOfTheAskAndLeavesTheRestUncovered() {
    load(Map.of(1L, 10L, 2L, 5L));

    var drawn = drawn(ask("a", 17, 2L, 1L));

    assertThat(drawn.units()).containsExactly(5L, 10L);
    assertThat(drawn.totalUnits()).isEqualTo(15);
  }

  @Test
  void allOrNothingTakesNothingWhereItIsNotCovered() {
    load(Map.of(1L, 10L));

    assertThat(reserve(new Ask("a", 11, true, List.of(1L)), new Ask("b", 10, true, List.of(1L))))
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo(new Rejected()),
            second -> assertThat(second).isInstanceOf(Drawn.class));
  }

  @Test
  void noDrawDependsOnAnOpenReservation() {
    load(Map.of(1L, 10L));
    drawn(ask("a", 6, 1L));

    assertThat(reserve(ask("b", 4, 1L), ask("c", 1, 1L), ask("d", 1, 1L)))
        .satisfiesExactly(
            covered -> assertThat(covered).isInstanceOf(Drawn.class),
            depending -> assertThat(depending).isEqualTo(new Busy()),
            after -> assertThat(after).isEqualTo(new Busy()));
  }

  @Test
  void theSameTokenJoinsItsOpenReservation() {
    load(Map.of(1L, 10L));

    var first = drawn(ask("a", 6, 1L));
    var again = drawn(ask("a", 6, 1L));

    assertThat(again).isEqualTo(first);
    assertThat(left(1)).isEqualTo(4);
  }

  @Test
  void whatIsSettledIsGoneAndWhatIsReleasedComesBack() {
    load(Map.of(1L, 10L));
    var settled = drawn(ask("a", 3, 1L));
    var released = drawn(ask("b", 4, 1L));

    resolve(new Resolution("a", settled.sequence(), true));
    resolve(new Resolution("b", released.sequence(), false));
    resolve(new Resolution("b", released.sequence(), false));

    assertThat(left(1)).isEqualTo(7);
    assertThat(belief().heldUnits()).containsOnly(Map.entry(1L, 0L));
  }

  @Test
  void aResolutionOfAnotherReservationOfTheTokenIsLeftAlone() {
    load(Map.of(1L, 10L));
    var drawn = drawn(ask("a", 3, 1L));

    resolve(new Resolution("a", drawn.sequence() - 1, false));

    assertThat(left(1)).isEqualTo(7);
    assertThat(belief().heldUnits()).containsOnly(Map.entry(1L, 3L));
  }

  @Test
  void whoeverLoadsSecondDoesNothing() {
    load(Map.of(1L, 10L));
    var seen = belief().generation();
    load(Map.of(1L, 8L));

    reservations().load(slot, seen, Map.of(1L, 5L), 0).block(DEADLINE);

    assertThat(left(1)).isEqualTo(8);
    assertThat(belief().generation()).isNotEqualTo(seen);
  }

  @Test
  void sequencesGrowOverEverything() {
    load(Map.of(1L, 10L));
    var first = drawn(ask("a", 1, 1L));
    load(Map.of(1L, 9L));

    var second = drawn(ask("b", 1, 1L));

    assertThat(second.sequence()).isGreaterThan(first.sequence());
  }

  @Test
  void whatIsReservedComesAfterAllThatTheLedgerHoldsWhateverTheClockSays() {
    var ahead = Long.MAX_VALUE >> 12;
    load(Map.of(1L, 10L), ahead);

    var first = drawn(ask("a", 1, 1L));
    load(Map.of(1L, 9L), 7);
    var second = drawn(ask("b", 1, 1L));

    assertThat(first.sequence()).isEqualTo(ahead + 1);
    assertThat(second.sequence()).isEqualTo(ahead + 2);
  }

  @Test
  void openReservationsAreFoundByAge() {
    load(Map.of(1L, 10L));
    var drawn = drawn(ask("a", 1, 1L));
    var young = reservations().openLongerThan(slot, Duration.ofMinutes(1));
    var old = reservations().openLongerThan(slot, Duration.ofMillis(10));

    Awaitility.await()
        .atMost(DEADLINE)
        .until(() -> Boolean.TRUE.equals(old.hasElements().block(DEADLINE)));

    assertThat(young.collectList().block(DEADLINE)).isEmpty();
    assertThat(old.collectList().block(DEADLINE)).containsExactly(new Open("a", drawn.sequence()));
    assertThat(slotsWithOpen()).contains(slot);
    resolve(new Resolution("a", drawn.sequence(), true));
    assertThat(slotsWithOpen()).doesNotContain(slot);
  }

  @Test
  void nothingIsBelievedOfASlotThatWasNeverLoaded() {
    assertThat(reservations().believed(slot).block(DEADLINE)).isNull();
  }

  private List<Long> slotsWithOpen() {
    return Objects.requireNonNull(reservations().slotsWithOpen().collectList().block(DEADLINE));
  }

  private void load(Map<Long, Long> left) {
    load(left, 0);
  }

  private void load(Map<Long, Long> left, long lastSequence) {
    var known = reservations().believed(slot).map(Belief::generation).block(DEADLINE);
    reservations().load(slot, known == null ? "" : known, left, lastSequence).block(DEADLINE);
  }

  private void resolve(Resolution resolution) {
    reservations().resolve(slot, List.of(resolution)).block(DEADLINE);
  }

  private Drawn drawn(Ask ask) {
    return (Drawn) reserve(ask).getFirst();
  }

  private List<Proposal> reserve(Ask... asks) {
    var reply = reservations().reserve(slot, List.of(asks)).block(DEADLINE);
    assertThat(reply).isInstanceOf(Reservation.Reserved.class);
    return ((Reservation.Reserved) Objects.requireNonNull(reply)).proposals();
  }

  private long left(long quota) {
    return Objects.requireNonNull(belief().leftUnits().get(quota));
  }

  private Belief belief() {
    return Objects.requireNonNull(reservations().believed(slot).block(DEADLINE));
  }

  private static Ask ask(String token, long units, Long... quotas) {
    return new Ask(token, units, false, List.of(quotas));
  }
}
