package io.tollgate.metering.dial;

import io.tollgate.metering.delivery.CallOutcome;
import reactor.core.publisher.Mono;

/** Makes a call that the ISV is to answer and not to act on. */
@FunctionalInterface
public interface DialCall {

  Mono<CallOutcome> dial(String productCode, TestCase testCase);
}
