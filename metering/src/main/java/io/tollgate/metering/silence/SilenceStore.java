package io.tollgate.metering.silence;

import java.time.Instant;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Finds silence. All calls join the caller's transaction. */
public interface SilenceStore {

  /** Forgets the silence of instances that were heard of since. */
  Mono<Void> clear(Instant now);

  /**
   * Marks the active metered instances that have sent nothing for three cycles of their item, and
   * emits those that were not marked before.
   */
  Flux<SilentInstance> mark(Instant now);

  /** Whether a look is scheduled; locks the answer until the transaction ends. */
  Mono<Boolean> isScheduled(String kind);

  /** An instance nobody hears of. */
  record SilentInstance(
      long instanceNo, String instanceId, int isvNo, int customerNo, Instant lastUsageAt) {}
}
