package io.tollgate.metering.timer;

import reactor.core.publisher.Mono;

/** Does what timers of one kind are for. Every bean of this type is found. */
public interface TimerHandler {

  String kind();

  /**
   * Runs in the transaction that removes the timer, so that its effect happens exactly once
   * although it may be tried more than once. An error rolls back; the timer is tried again later.
   * What must follow the commit goes through {@link io.tollgate.metering.work.AfterCommit}.
   */
  Mono<Void> fire(Timer timer);
}
