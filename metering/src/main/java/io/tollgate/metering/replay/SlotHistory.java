package io.tollgate.metering.replay;

import java.util.Collection;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads what happened to slots. All calls join the caller's transaction, which sees one state. */
public interface SlotHistory {

  /** Every slot's steps, slot by slot, each in its recorded order; a bounded page at a time. */
  Flux<List<SlotStep>> steps();

  /** The quotas of these slots. */
  Mono<List<SlotQuota>> quotas(Collection<Long> slots);

  /** Tables of records that were set aside by age, and are not replayed. */
  Mono<Long> monthsSetAside();
}
