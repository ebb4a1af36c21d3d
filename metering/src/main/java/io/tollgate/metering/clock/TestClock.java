package io.tollgate.metering.clock;

import java.time.Instant;
import reactor.core.publisher.Mono;

/** Business time that stands still until it is moved; there only with {@code tollgate.clock=test}. */
public interface TestClock extends BusinessClock {

  /** Where the clock stands, also when another node moved it a moment ago. */
  Mono<Instant> read();

  /**
   * Moves forward and completes when everything due up to {@code target} has run, in order of due
   * time. One move at a time; others wait. Fails with {@link ClockMovedBackException} when the
   * target lies before now, having moved nothing. A move that is cancelled stops where it is.
   */
  Mono<Instant> moveTo(Instant target);
}
