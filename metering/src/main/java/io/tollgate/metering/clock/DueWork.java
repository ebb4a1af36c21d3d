package io.tollgate.metering.clock;

import java.time.Instant;
import reactor.core.publisher.Mono;

/** A kind of work that falls due at business times, as the test clock sees it. */
public interface DueWork {

  /**
   * Runs what is due at business now and completes when none of it is left, whichever node does
   * it. Emits how much this node ran. Work that keeps failing is left behind, not waited for.
   */
  Mono<Long> runDue();

  /** The earliest due time after business now; empty when nothing waits. */
  Mono<Instant> nextDue();
}
