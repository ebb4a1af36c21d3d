package io.tollgate.metering.usage;

import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells every node that facts have changed, so that no cache outlives them.
 *
 * <p>Call {@link #publish} after the change has committed: this node's caches have forgotten when
 * the returned Mono completes, the other nodes' within milliseconds. A node that missed the message
 * forgets everything when it hears again, and every entry by its age at the latest. Thread-safe.
 */
public interface FactsChanged {

  /** Forgets here before it completes; a failure to reach the other nodes is logged, not raised. */
  default Mono<Void> publish(FactsChange change) {
    return publish(List.of(change));
  }

  /** The same for several changes, told in one go. */
  Mono<Void> publish(List<FactsChange> changes);

  /** The changes of all nodes, this one's included, as they arrive. Hot; never completes. */
  Flux<FactsChange> changes();
}
