package io.tollgate.metering.invariant;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import reactor.core.publisher.Mono;

/** How far each check has come, shared by all nodes. */
public interface InvariantLog {

  /**
   * Takes the check whose last step is the longest ago, for the caller's transaction; none that
   * another node is at. Empty where there is none.
   */
  Mono<Turn> take(Collection<Invariant> invariants);

  /** Notes what a step found. Emits whether this is the first fault of an invariant that held. */
  Mono<Boolean> note(Turn turn, InvariantCheck.Step step, Instant now);

  /** One result an invariant, in the order in which they are declared. */
  Mono<List<InvariantResult>> results();

  /** A check to be continued at {@code cursor}. */
  record Turn(Invariant invariant, String cursor) {}
}
