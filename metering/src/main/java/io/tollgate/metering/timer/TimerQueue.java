package io.tollgate.metering.timer;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** How the worker takes timers. */
public interface TimerQueue {

  /**
   * Removes the first timer that is due at {@code now} and that no other transaction holds; empty
   * when there is none. Joins the caller's transaction: until it commits, the timer is this node's,
   * and a rollback or a lost connection gives it back.
   *
   * @param orderlyAfter how late the oldest timer must be for later ones to wait for it
   */
  Mono<Timer> takeFirst(Collection<String> kinds, Instant now, Duration orderlyAfter);

  /**
   * Removes further timers like {@code first}, which the caller's transaction has taken: of its kind,
   * due at {@code now} and, where {@code first} is late, due at the same time.
   */
  Flux<Timer> takeAlike(Timer first, Instant now, Duration orderlyAfter, int limit);

  /**
   * Whether there may be something to take.
   *
   * @param inHand numbers of timers that this node is firing and that may still show
   */
  Mono<Boolean> anyReady(Collection<String> kinds, Instant now, Collection<Long> inHand);

  /** Notes a failed firing and keeps the timer back for a while of system time, longer each time. */
  Mono<Void> postpone(Timer timer, String error);

  /** Whether a timer is due that has not failed repeatedly, taken or not. */
  Mono<Boolean> anyDue(Collection<String> kinds, Instant now);

  /** The earliest due time after {@code now}; empty when there is none. */
  Mono<Instant> nextDue(Collection<String> kinds, Instant now);
}
