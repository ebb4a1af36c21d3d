package io.tollgate.metering.settlement;

import java.time.Instant;
import java.time.YearMonth;
import reactor.core.publisher.Mono;

/** Hears that a month was settled, again at each rerun. Every bean of this type is called. */
public interface MonthSettled {

  /** Joins the transaction of the settlement; an error undoes it. */
  Mono<Void> settled(YearMonth month, Instant at);
}
