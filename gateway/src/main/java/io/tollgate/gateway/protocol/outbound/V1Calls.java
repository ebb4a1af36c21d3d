package io.tollgate.gateway.protocol.outbound;

import static io.tollgate.metering.delivery.CallMembers.ACCEPTANCE_TIME;
import static io.tollgate.metering.delivery.CallMembers.CHARGING_MODE;
import static io.tollgate.metering.delivery.CallMembers.CUSTOMER_ID;
import static io.tollgate.metering.delivery.CallMembers.CUSTOMER_NAME;
import static io.tollgate.metering.delivery.CallMembers.EXPIRE_TIME;
import static io.tollgate.metering.delivery.CallMembers.INSTANCE_ID;
import static io.tollgate.metering.delivery.CallMembers.ORDER_AMOUNT;
import static io.tollgate.metering.delivery.CallMembers.ORDER_ID;
import static io.tollgate.metering.delivery.CallMembers.PERIOD_NUMBER;
import static io.tollgate.metering.delivery.CallMembers.PERIOD_TYPE;
import static io.tollgate.metering.delivery.CallMembers.PRODUCT_ID;
import static io.tollgate.metering.delivery.CallMembers.QUANTITY;
import static io.tollgate.metering.delivery.CallMembers.SCENE;
import static io.tollgate.metering.delivery.CallMembers.SKU_CODE;
import static io.tollgate.metering.delivery.CallMembers.STATUS;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.gateway.protocol.encryption.FieldEncryption;
import io.tollgate.gateway.protocol.encryption.KeyStrength;
import io.tollgate.gateway.protocol.signature.AuthToken;
import io.tollgate.metering.delivery.Activity;
import io.tollgate.metering.delivery.ProductionCall;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * V1 calls: GET with everything in the query, signed by an {@code authToken} over all of it,
 * whatever the production address already had included.
 */
final class V1Calls {

  private static final String ENCRYPT_TYPE = "encryptType";

  private final CallFacts facts;
  private final CallContext context;
  private final Map<String, String> parameters = new LinkedHashMap<>();

  private V1Calls(CallFacts facts, CallContext context) {
    this.facts = facts;
    this.context = context;
  }

  static OutboundRequest encode(ProductionCall call, CallContext context) {
    var address = ProductionAddress.of(call.productionUrl());
    var calls = new V1Calls(new CallFacts(call), context);
    calls.add(call.activity());
    var parameters = calls.parameters;
    parameters.put(AuthToken.TIME_STAMP, CallFacts.milliseconds(context.at()));
    if (context.mode() == CallMode.DEBUG) {
      parameters.put("testFlag", "1");
    }
    var signed = new LinkedHashMap<>(address.parameters());
    signed.putAll(parameters);
    parameters.put("authToken", AuthToken.sign(context.accessKey(), signed));
    return new OutboundRequest("GET", address.with(parameters), Map.of(), "");
  }

  private void add(Activity activity) {
    switch (activity) {
      case NEW_INSTANCE -> newInstance();
      case QUERY_INSTANCE -> activity("queryInstance").required(INSTANCE_ID);
      case REFRESH_INSTANCE -> refreshInstance();
      case EXPIRE_INSTANCE -> activity("expireInstance").required(INSTANCE_ID, ORDER_ID);
      case RELEASE_INSTANCE ->
        activity("releaseInstance").required(INSTANCE_ID).optional(ORDER_ID, ORDER_AMOUNT);
      case UPGRADE_INSTANCE ->
        activity("upgrade")
            .required(INSTANCE_ID, ORDER_ID, SKU_CODE, PRODUCT_ID)
            .as("amount", facts.optional(QUANTITY))
            .optional("diskSize", "bandWidth")
            .extendParameters();
      case UPDATE_INSTANCE_STATUS ->
        activity("instanceStatus").required(INSTANCE_ID).as("instanceStatus", status());
      case CHANGE_INSTANCE_CHECK,
          REFRESH_LICENSE_CODE,
          UPDATE_LICENSE_CODE_STATUS,
          RELEASE_LICENSE_CODE,
          TENANT_SYNC,
          APPLICATION_SYNC,
          AUTH_SYNC,
          SINGLE_ORG_SYNC,
          ALL_ORG_SYNC ->
        throw new IllegalArgumentException(
            "activity: %s (expected: a call of V1)".formatted(activity.wireName()));
    }
  }

  private void newInstance() {
    activity("newInstance")
        .required(CUSTOMER_ID)
        .optional(CUSTOMER_NAME, "userId", "userName")
        .encrypted("mobilePhone", "email")
        .as("businessId", Optional.of(facts.businessId()))
        .required(ORDER_ID)
        .optional(SKU_CODE)
        .required(PRODUCT_ID)
        .as("trialFlag", Optional.of(facts.isTrial() ? "1" : "0"))
        .as(EXPIRE_TIME, facts.seconds(EXPIRE_TIME))
        .as("chargingMode", facts.optional(CHARGING_MODE).map(V1Calls::chargingMode))
        .extendParameters()
        .as("amount", facts.optional(QUANTITY))
        .optional(PERIOD_TYPE, PERIOD_NUMBER, ORDER_AMOUNT)
        .as(ACCEPTANCE_TIME, facts.seconds(ACCEPTANCE_TIME))
        .optional("provisionType");
  }

  private void refreshInstance() {
    var toFormal = facts.optional(SCENE).filter("TRIAL_TO_FORMAL"::equals).map(scene -> "1");
    facts.required(EXPIRE_TIME);
    activity("refreshInstance")
        .required(ORDER_ID, INSTANCE_ID)
        .optional(PRODUCT_ID)
        .as(EXPIRE_TIME, facts.seconds(EXPIRE_TIME))
        .as("trialToFormal", toFormal)
        .optional(PERIOD_TYPE, PERIOD_NUMBER, ORDER_AMOUNT);
  }

  private Optional<String> status() {
    return Optional.of(facts.required(STATUS).equals("UNFREEZE") ? "NORMAL" : "FREEZE");
  }

  private static String chargingMode(String mode) {
    return switch (mode) {
      case "ON_DEMAND" -> "0";
      case "PERIOD" -> "1";
      case "ONE_TIME" -> "3";
      case "ON_DEMAND_PKG" -> "5";
      default ->
        throw new IllegalArgumentException(
            "chargingMode: %s (expected: ON_DEMAND, PERIOD, ONE_TIME or ON_DEMAND_PKG)"
                .formatted(mode));
    };
  }

  private V1Calls activity(String name) {
    parameters.put("activity", name);
    return this;
  }

  private V1Calls required(String... names) {
    for (var name : names) {
      parameters.put(name, facts.required(name));
    }
    return this;
  }

  private V1Calls optional(String... names) {
    for (var name : names) {
      as(name, facts.optional(name));
    }
    return this;
  }

  private V1Calls as(String name, Optional<String> value) {
    value.ifPresent(present -> parameters.put(name, present));
    return this;
  }

  private V1Calls encrypted(String... names) {
    for (var name : names) {
      facts.optional(name).ifPresent(value -> parameters.put(name, encrypt(value)));
    }
    return this;
  }

  private String encrypt(String value) {
    parameters.put(ENCRYPT_TYPE, KeyStrength.AES256.encryptType());
    return new FieldEncryption(context.accessKey(), KeyStrength.AES256, context.random())
        .encrypt(value);
  }

  /** A JSON array, as base64 of its text; the URL-encoding is that of every parameter. */
  private V1Calls extendParameters() {
    var value = facts.raw("saasExtendParams");
    return as(
        "saasExtendParams",
        Optional.ofNullable(value)
            .map(Payload::text)
            .map(text -> Base64.getEncoder().encodeToString(text.getBytes(UTF_8))));
  }
}
