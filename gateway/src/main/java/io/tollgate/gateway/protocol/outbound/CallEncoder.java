package io.tollgate.gateway.protocol.outbound;

import io.tollgate.metering.delivery.Generation;
import io.tollgate.metering.delivery.ProductionCall;

/** Writes a call in the form of its generation. */
public final class CallEncoder {

  private CallEncoder() {}

  /**
   * The request of one attempt.
   *
   * @throws IllegalArgumentException where the generation has no such call, a member is missing that
   *     the ISV could not do without, or the production address is none
   */
  public static OutboundRequest encode(ProductionCall call, CallContext context) {
    return switch (formOf(call)) {
      case V1 ->
        call.activity().isKitSync()
            ? V1KitCalls.encode(call, context)
            : V1Calls.encode(call, context);
      case V2 ->
        call.activity().isKitSync()
            ? V2KitCalls.encode(call, context)
            : V2BasicCalls.encode(call, context);
    };
  }

  /**
   * The generation whose form a call has: licences and the question before a change came with the
   * second, whatever generation their product speaks.
   */
  static Generation formOf(ProductionCall call) {
    return switch (call.activity()) {
      case CHANGE_INSTANCE_CHECK,
          REFRESH_LICENSE_CODE,
          UPDATE_LICENSE_CODE_STATUS,
          RELEASE_LICENSE_CODE -> Generation.V2;
      default -> call.generation();
    };
  }
}
