package io.tollgate.gateway.idempotency;

import reactor.core.publisher.Mono;

/** Remembers answers by key for at least 35 days. All calls join the caller's transaction. */
public interface RememberedAnswers {

  /**
   * Takes the key for a request, or says who has it. Where another transaction is just taking it,
   * this waits for its end.
   *
   * @param request a digest of everything that makes the request what it is
   */
  Mono<Claim> claim(String actor, String key, byte[] request);

  Mono<Void> remember(String actor, String key, RememberedAnswer answer);

  /** Gives the key back: nothing was done. */
  Mono<Void> forget(String actor, String key);
}
