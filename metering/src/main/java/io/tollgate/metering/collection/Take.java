package io.tollgate.metering.collection;

import java.time.Duration;
import java.time.Instant;

/**
 * What one collection takes: all that its reach covers and the one before did not.
 *
 * <p>That is two stretches of the ledger.
 *
 * <ol>
 *   <li><em>News</em>: records above the last watermark whose cycle ended by the horizon, however
 *       long ago.
 *   <li><em>Ripe</em>: records up to the last watermark whose cycle ended after the last horizon,
 *       and by this one.
 * </ol>
 *
 * <p>The ledger is indexed by record number only, so the second stretch wants a lower bound, else
 * each collection would read all of history. A ripe record's cycle ended after the last horizon
 * {@code H}. Cycles lie end to end with a boundary at {@code H}, and a record belongs to the cycle
 * of the last instant before its end: so the record itself ended after {@code H}, whenever it began
 * and however long it was. A record is accepted at the earliest {@link #ACCEPTANCE_AHEAD} before its
 * end, that is after {@code H − 5 min}. Whatever a collection of any kind covered by its watermark
 * was accepted before that watermark was fixed. Hence every watermark that was fixed by {@code H −
 * 5 min}, less what the nodes' clocks may differ, lies below every ripe record; the highest such is
 * the {@code floor}.
 *
 * @param before the reach of the last collection of this kind of cycle
 * @param upTo the reach after this one
 * @param floor no record up to this number can be ripe
 */
public record Take(Reach before, Reach upTo, long floor) {

  /** How far a record may end in the future of its acceptance (contract 2). */
  static final Duration ACCEPTANCE_AHEAD = Duration.ofMinutes(5);

  /** How far the clocks of two nodes may lie apart. */
  static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  public Take {
    if (upTo.watermark() < before.watermark() || upTo.horizon().isBefore(before.horizon())) {
      throw new IllegalArgumentException(
          "upTo: " + upTo + " (expected: a reach that covers " + before + ")");
    }
    if (floor > before.watermark()) {
      throw new IllegalArgumentException(
          "floor: " + floor + " (expected: <= last watermark " + before.watermark() + ")");
    }
  }

  /** The latest time at which a watermark may have been fixed to serve as the floor. */
  public static Instant floorFixedBy(Reach before) {
    return before.horizon().minus(ACCEPTANCE_AHEAD).minus(CLOCK_SKEW);
  }

  /** Whether this collection takes the record; what the store's query must agree with. */
  public boolean takes(long recordNo, Instant cycleEnd) {
    return isNews(recordNo, cycleEnd) || isRipe(recordNo, cycleEnd);
  }

  private boolean isNews(long recordNo, Instant cycleEnd) {
    return recordNo > before.watermark() && upTo.covers(recordNo, cycleEnd);
  }

  private boolean isRipe(long recordNo, Instant cycleEnd) {
    return recordNo > floor
        && recordNo <= before.watermark()
        && cycleEnd.isAfter(before.horizon())
        && !cycleEnd.isAfter(upTo.horizon());
  }
}
