package io.tollgate.gateway.protocol.outbound;

import io.tollgate.gateway.protocol.signature.AuthToken;
import io.tollgate.metering.delivery.ProductionCall;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * V1 kit calls: POST with an {@code authToken} header over the body's members. Lists travel as JSON
 * texts within the JSON, and the full list of departments has another name than in V2.
 */
final class V1KitCalls {

  private V1KitCalls() {}

  static OutboundRequest encode(ProductionCall call, CallContext context) {
    var members = new LinkedHashMap<String, Object>();
    var signed = new LinkedHashMap<String, String>();
    KitMembers.of(call, context).forEach((name, value) -> {
      var v1Name = name.equals("orgInfoList") ? "orgInfo" : name;
      var isNested = value instanceof Iterable || value instanceof Map;
      var v1Value = isNested ? Payload.text(value) : value;
      members.put(v1Name, v1Value);
      signed.put(v1Name, String.valueOf(v1Value));
    });
    return new OutboundRequest(
        "POST",
        ProductionAddress.of(call.productionUrl())
            .resolve("/produceAPI/" + call.activity().wireName()),
        Map.of(
            "Content-Type",
            "application/json;charset=UTF-8",
            "authToken",
            AuthToken.sign(context.accessKey(), signed)),
        Payload.of(members));
  }
}
