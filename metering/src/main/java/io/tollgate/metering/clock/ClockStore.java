package io.tollgate.metering.clock;

import java.time.Instant;
import reactor.core.publisher.Mono;

/** Where the test clock is kept. */
public interface ClockStore {

  /** What is kept, or {@code initial}, which is then kept. */
  Mono<Instant> read(Instant initial);

  /** Keeps {@code now} unless something later is kept already; emits what is kept. */
  Mono<Instant> advance(Instant now);
}
