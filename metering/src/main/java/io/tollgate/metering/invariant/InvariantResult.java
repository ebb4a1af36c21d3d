package io.tollgate.metering.invariant;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one invariant. All times are business time.
 *
 * @param checkedAt when the last step was made; null before the first
 * @param finishedAt when the last full round ended; null before the first
 * @param examined rows the last full round saw
 * @param broken rows that break it: of the round under way, or of the last full one where that is more
 * @param samples some of them, in words
 */
public record InvariantResult(
    Invariant invariant,
    @Nullable Instant checkedAt,
    @Nullable Instant finishedAt,
    long examined,
    long broken,
    List<String> samples) {

  /** What a reader wants to know first. */
  public enum State {
    HOLDS,
    BROKEN,
    /** No full round has ended yet, and nothing was found so far. */
    UNCHECKED
  }

  public InvariantResult {
    samples = List.copyOf(samples);
  }

  public State state() {
    if (broken > 0) {
      return State.BROKEN;
    }
    return finishedAt == null ? State.UNCHECKED : State.HOLDS;
  }
}
