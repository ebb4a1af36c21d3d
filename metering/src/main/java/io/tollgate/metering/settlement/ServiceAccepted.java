package io.tollgate.metering.settlement;

import java.time.Instant;
import reactor.core.publisher.Mono;

/** Hears that a customer accepted a supervised service. Every bean of this type is called. */
public interface ServiceAccepted {

  /** Joins the transaction of the acceptance; an error undoes it. */
  Mono<Void> accepted(long orderNo, Instant acceptedAt);
}
