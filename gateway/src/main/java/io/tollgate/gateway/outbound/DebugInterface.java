package io.tollgate.gateway.outbound;

import io.tollgate.gateway.protocol.outbound.OutboundRequest;
import io.tollgate.metering.delivery.CallOutcome;
import io.tollgate.metering.delivery.ProductionCall;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Calls of the production interface that an ISV is to answer and not to act on. */
public interface DebugInterface {

  /** Makes one call with {@code testFlag} 1. Always answers, within the timeout of every call. */
  Mono<DebuggedCall> debug(ProductionCall call);

  /**
   * A call as it was sent and as its reply was judged.
   *
   * @param request null where nothing was sent
   */
  record DebuggedCall(@Nullable OutboundRequest request, CallOutcome outcome) {}
}
