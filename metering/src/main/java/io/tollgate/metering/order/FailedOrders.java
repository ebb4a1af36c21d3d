package io.tollgate.metering.order;

import java.time.YearMonth;
import reactor.core.publisher.Mono;

/** Counts orders that failed through an ISV's interface. */
public interface FailedOrders {

  /** Adds one and emits the new count. Joins the caller's transaction. */
  Mono<Tally> add(long orderNo, YearMonth month);

  /** How many of a product there are in the month, this one included. */
  record Tally(String productCode, int isvNo, int count) {}
}
