package io.tollgate.metering.timer;

import java.time.Instant;
import reactor.core.publisher.Mono;

/** Writes timers. Both writes join the caller's transaction, and wake this node's worker after it. */
public interface Timers {

  /** Adds a timer; the same kind and subject may wait several times. */
  Mono<Void> schedule(String kind, String subject, Instant dueAt);

  /** Removes every waiting timer of this kind and subject; none is fine. */
  Mono<Void> cancel(String kind, String subject);

  /** Makes this node look at once. For timers that were written by other statements. */
  void wake();
}
