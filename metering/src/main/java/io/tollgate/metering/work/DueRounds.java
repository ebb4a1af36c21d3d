package io.tollgate.metering.work;

import java.time.Duration;
import java.time.Instant;
import reactor.core.publisher.Mono;

/** Work that falls due as rows, of which a round takes some by lease and does them. */
public interface DueRounds {

  /** What the log calls it. */
  String name();

  /** How late due work starts at most. */
  Duration pollInterval();

  /** Takes what is due now, as much as may be done at once, and does it; emits how much that was. */
  Mono<Integer> round();

  /** Whether anything is due now, taken or not. */
  Mono<Boolean> anyDue();

  /** The earliest due time after now; empty when nothing waits. */
  Mono<Instant> nextDue();
}
