package io.tollgate.metering.timer;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Writes timers. All writes join the caller's transaction, and wake this node's worker after it. */
public interface Timers {

  /** Adds a timer; the same kind and subject may wait several times. */
  default Mono<Void> schedule(String kind, String subject, Instant dueAt) {
    return schedule(List.of(new NewTimer(kind, subject, dueAt)));
  }

  /** Adds timers, in one statement. */
  Mono<Void> schedule(Collection<NewTimer> timers);

  /**
   * Removes every waiting timer of this kind and subject; none is fine. One that is being fired is
   * left alone, as its handler waits for what the caller holds: the handler then finds that what it
   * is for no longer holds, or that another timer has taken its place ({@link #waiting}).
   */
  default Mono<Void> cancel(String kind, String subject) {
    return cancel(kind, List.of(subject));
  }

  /** The same for several subjects, in one statement. */
  Mono<Void> cancel(String kind, Collection<String> subjects);

  /** Those of {@code subjects} for which another timer of this kind waits than the caller fires. */
  Mono<Set<String>> waiting(String kind, Collection<String> subjects);

  /** Makes this node look at once. For timers that were written by other statements. */
  void wake();

  /** A timer to be. */
  record NewTimer(String kind, String subject, Instant dueAt) {}
}
