package io.tollgate.metering.inquiry;

import reactor.core.publisher.Mono;

/** Gathers what is known about single usage records. */
public interface RecordLookup {

  /** All that explains the record which an ISV sent under this number; empty where there is none. */
  Mono<RecordFacts> find(String isvId, String meteringSn);
}
