package io.tollgate.metering.timer;

import java.util.List;
import reactor.core.publisher.Flux;
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

  /**
   * How many timers of this kind may be fired in one transaction; 1 for a handler that holds locks
   * which others wait for in another order.
   */
  default int together() {
    return 1;
  }

  /** The same for several at once, at most {@link #together()}. Where one fails, all are undone. */
  default Mono<Void> fireAll(List<Timer> timers) {
    return Flux.fromIterable(timers).concatMap(this::fire).then();
  }
}
