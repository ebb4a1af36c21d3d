package io.tollgate.metering.reconciliation;

import reactor.core.publisher.Mono;

/** Adds the journal up again, posting by posting. */
public interface Books {

  /** All accounts as of one moment. */
  Mono<TrialBalance> trialBalance();
}
