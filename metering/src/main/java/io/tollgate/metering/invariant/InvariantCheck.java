package io.tollgate.metering.invariant;

import java.util.List;
import reactor.core.publisher.Mono;

/** Checks one invariant, a bounded number of rows at a time. */
public interface InvariantCheck {

  /** Where a round begins. */
  String START = "";

  Invariant invariant();

  /**
   * Looks at the rows after {@code cursor}. Joins the caller's transaction; each step judges from one
   * snapshot, so that what commits meanwhile is never taken for a fault.
   */
  Mono<Step> step(String cursor);

  /**
   * What one step found.
   *
   * @param next where the following step begins
   * @param endsRound whether all rows have been seen since the round began
   * @param broken one sentence for each row that breaks the invariant
   */
  record Step(String next, boolean endsRound, long examined, List<String> broken) {

    public Step {
      broken = List.copyOf(broken);
    }
  }
}
