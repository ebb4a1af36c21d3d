package io.tollgate.gateway.protocol.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.gateway.protocol.signature.KitCallSignature;
import io.tollgate.metering.delivery.ProductionCall;
import java.util.Map;

/** V2 kit calls: POST to a path of their own, signed in headers. */
final class V2KitCalls {

  private V2KitCalls() {}

  static OutboundRequest encode(ProductionCall call, CallContext context) {
    var body = Payload.of(KitMembers.of(call, context));
    var timestamp = String.valueOf(context.at().toEpochMilli());
    var signature = KitCallSignature.sign(
        context.accessKey(), context.nonce(), timestamp, body.getBytes(UTF_8));
    return new OutboundRequest(
        "POST",
        ProductionAddress.of(call.productionUrl())
            .resolve("/produceAPI/v2/" + call.activity().wireName()),
        Map.of(
            "Content-Type",
            "application/json;charset=UTF-8",
            "x-sign",
            signature,
            "x-timestamp",
            timestamp,
            "x-nonce",
            context.nonce()),
        body);
  }
}
