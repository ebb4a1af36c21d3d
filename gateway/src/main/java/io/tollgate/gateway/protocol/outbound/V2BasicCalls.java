package io.tollgate.gateway.protocol.outbound;

import static io.tollgate.metering.delivery.CallMembers.EXPIRE_TIME;
import static io.tollgate.metering.delivery.CallMembers.INSTANCE_ID;
import static io.tollgate.metering.delivery.CallMembers.LICENSE;
import static io.tollgate.metering.delivery.CallMembers.ORDER_ID;
import static io.tollgate.metering.delivery.CallMembers.ORDER_LINE_ID;
import static io.tollgate.metering.delivery.CallMembers.PRODUCT_ID;
import static io.tollgate.metering.delivery.CallMembers.PRODUCT_INFO;
import static io.tollgate.metering.delivery.CallMembers.SCENE;
import static io.tollgate.metering.delivery.CallMembers.STATUS;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.gateway.protocol.signature.BasicCallSignature;
import io.tollgate.metering.delivery.ProductionCall;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * V2 basic and licence calls: POST of a JSON body, signed in the URL. Every value is text, because
 * ISVs read the body as a flat map of strings; the one exception is {@code productInfo}.
 */
final class V2BasicCalls {

  private V2BasicCalls() {}

  static OutboundRequest encode(ProductionCall call, CallContext context) {
    var members = members(call);
    members.put("activity", call.activity().wireName());
    if (context.mode() == CallMode.DEBUG) {
      members.put("testFlag", "1");
    }
    var body = Payload.of(members);
    return new OutboundRequest(
        "POST",
        ProductionAddress.of(call.productionUrl()).with(proof(body, context)),
        Map.of("Content-Type", "application/json;charset=UTF-8"),
        body);
  }

  private static Map<String, String> proof(String body, CallContext context) {
    var timestamp = String.valueOf(context.at().toEpochMilli());
    var proof = new LinkedHashMap<String, String>();
    proof.put(
        "signature",
        BasicCallSignature.sign(
            context.accessKey(), context.nonce(), timestamp, body.getBytes(UTF_8)));
    proof.put("timestamp", timestamp);
    proof.put("nonce", context.nonce());
    return proof;
  }

  private static Map<String, Object> members(ProductionCall call) {
    var facts = new CallFacts(call);
    var body = new Body(facts);
    switch (call.activity()) {
      case NEW_INSTANCE ->
        body.required(ORDER_ID, ORDER_LINE_ID).with("businessId", facts.businessId());
      case QUERY_INSTANCE -> body.required(INSTANCE_ID);
      case REFRESH_INSTANCE ->
        body.required(SCENE, ORDER_ID, ORDER_LINE_ID, INSTANCE_ID)
            .optional(PRODUCT_ID)
            .expireTime();
      case UPDATE_INSTANCE_STATUS -> body.required(INSTANCE_ID, STATUS);
      case RELEASE_INSTANCE -> body.required(INSTANCE_ID).optional(ORDER_ID, ORDER_LINE_ID);
      case UPGRADE_INSTANCE -> body.required(INSTANCE_ID, ORDER_ID, ORDER_LINE_ID);
      case CHANGE_INSTANCE_CHECK -> body.required(INSTANCE_ID).raw(PRODUCT_INFO);
      case REFRESH_LICENSE_CODE ->
        body.required(SCENE, ORDER_ID, ORDER_LINE_ID, LICENSE)
            .optional(PRODUCT_ID)
            .expireTime();
      case UPDATE_LICENSE_CODE_STATUS -> body.required(LICENSE, STATUS);
      case RELEASE_LICENSE_CODE -> body.required(LICENSE).optional(ORDER_ID, ORDER_LINE_ID);
      case EXPIRE_INSTANCE,
          TENANT_SYNC,
          APPLICATION_SYNC,
          AUTH_SYNC,
          SINGLE_ORG_SYNC,
          ALL_ORG_SYNC ->
        throw new IllegalArgumentException("activity: %s (expected: a basic call of V2)"
            .formatted(call.activity().wireName()));
    }
    return body.members;
  }

  /** Gathers members from the facts of a call. */
  private static final class Body {

    private final CallFacts facts;
    private final Map<String, Object> members = new LinkedHashMap<>();

    Body(CallFacts facts) {
      this.facts = facts;
    }

    Body required(String... names) {
      for (var name : names) {
        members.put(name, facts.required(name));
      }
      return this;
    }

    Body optional(String... names) {
      for (var name : names) {
        facts.optional(name).ifPresent(value -> members.put(name, value));
      }
      return this;
    }

    Body expireTime() {
      facts.required(EXPIRE_TIME);
      facts.seconds(EXPIRE_TIME).ifPresent(value -> members.put(EXPIRE_TIME, value));
      return this;
    }

    Body raw(String name) {
      var value = facts.raw(name);
      if (value == null) {
        facts.required(name);
      } else {
        members.put(name, value);
      }
      return this;
    }

    Body with(String name, String value) {
      members.put(name, value);
      return this;
    }
  }
}
