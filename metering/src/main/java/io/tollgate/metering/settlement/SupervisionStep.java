package io.tollgate.metering.settlement;

import io.tollgate.rules.settlement.Supervision;
import java.time.Instant;
import reactor.core.publisher.Mono;

/** Hears how far the supervision of an order has come. Every bean of this type is called. */
public interface SupervisionStep {

  /** Joins the transaction of the step; an error undoes it. */
  Mono<Void> reached(long orderNo, Supervision state, Instant at);
}
