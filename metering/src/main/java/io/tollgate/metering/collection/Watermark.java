package io.tollgate.metering.collection;

import reactor.core.publisher.Mono;

/** The number up to which the ledger of usage records is complete. */
public interface Watermark {

  /**
   * Fixes the watermark: every record that will ever be seen with a number up to it has committed.
   * Waits for batches that are being committed, and lets none begin meanwhile, an instant in all.
   * It uses a transaction of its own, which has ended when the number is emitted.
   */
  Mono<Long> fix();
}
