package io.tollgate.metering.delivery;

import java.util.HashMap;
import java.util.Map;

/**
 * How much this node asks of each ISV at once. An ISV that left several calls in a row unanswered
 * is asked one call at a time, until it answers again: a breaker that never shuts quite, so that
 * nothing has to guess when to look.
 *
 * <p>Thread-safe.
 */
final class TargetLoad {

  private final int perTarget;
  private final int unansweredBeforeCaution;
  private final Map<Integer, Integer> inFlight = new HashMap<>();
  private final Map<Integer, Integer> unanswered = new HashMap<>();
  private int total;

  TargetLoad(int perTarget, int unansweredBeforeCaution) {
    this.perTarget = perTarget;
    this.unansweredBeforeCaution = unansweredBeforeCaution;
  }

  synchronized void left(int isvNo) {
    inFlight.merge(isvNo, 1, Integer::sum);
    total++;
  }

  synchronized void ended(int isvNo) {
    inFlight.computeIfPresent(isvNo, (isv, calls) -> calls == 1 ? null : calls - 1);
    total--;
  }

  synchronized void answered(int isvNo) {
    unanswered.remove(isvNo);
  }

  synchronized void unanswered(int isvNo) {
    unanswered.merge(isvNo, 1, Integer::sum);
  }

  synchronized int total() {
    return total;
  }

  /** How many more calls each ISV can take now, of those where it is not simply the most. */
  synchronized Map<Integer, Integer> free() {
    var free = new HashMap<Integer, Integer>();
    unanswered.forEach((isv, calls) -> {
      if (calls >= unansweredBeforeCaution) {
        free.put(isv, 1);
      }
    });
    inFlight.forEach((isv, calls) -> free.merge(isv, perTarget, Math::min));
    inFlight.forEach(
        (isv, calls) -> free.computeIfPresent(isv, (i, most) -> Math.max(0, most - calls)));
    return Map.copyOf(free);
  }

  int perTarget() {
    return perTarget;
  }

  /** ISVs that are asked one call at a time. */
  synchronized long cautious() {
    return unanswered.values().stream()
        .filter(calls -> calls >= unansweredBeforeCaution)
        .count();
  }
}
