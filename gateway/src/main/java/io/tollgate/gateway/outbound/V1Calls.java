package io.tollgate.gateway.outbound;

import static java.util.stream.Collectors.joining;

import io.tollgate.gateway.protocol.signature.AuthToken;
import io.tollgate.metering.delivery.CallMembers;
import io.tollgate.metering.delivery.ProductionCall;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The first generation: GET with everything in the query, proved by {@code authToken}. */
final class V1Calls {

  private static final Map<String, String> CHARGING_MODES =
      Map.of("ON_DEMAND", "0", "PERIOD", "1", "ONE_TIME", "3", "ON_DEMAND_PKG", "5");

  private V1Calls() {}

  static SignedRequest of(ProductionCall call, Target target, String accessKey, Instant now) {
    var parameters = new Parameters(call);
    switch (call.activity()) {
      case NEW_INSTANCE -> newInstance(parameters, call);
      case QUERY_INSTANCE -> parameters.activity("queryInstance").copy(CallMembers.INSTANCE_ID);
      case REFRESH_INSTANCE -> refreshInstance(parameters, call);
      case UPDATE_INSTANCE_STATUS -> instanceStatus(parameters, call);
      case EXPIRE_INSTANCE ->
        parameters
            .activity("expireInstance")
            .copy(CallMembers.INSTANCE_ID)
            .copy(CallMembers.ORDER_ID);
      case RELEASE_INSTANCE ->
        parameters
            .activity("releaseInstance")
            .copy(CallMembers.INSTANCE_ID)
            .copy(CallMembers.ORDER_ID)
            .copy(CallMembers.ORDER_AMOUNT);
      case UPGRADE_INSTANCE ->
        parameters
            .activity("upgrade")
            .copy(CallMembers.INSTANCE_ID)
            .copy(CallMembers.ORDER_ID)
            .copy(CallMembers.SKU_CODE)
            .copy(CallMembers.PRODUCT_ID)
            .put("amount", call.members().get(CallMembers.QUANTITY));
      default ->
        throw new IllegalStateException(
            "activity: " + call.activity() + " (expected: one of the first generation)");
    }
    return parameters.signed(target, accessKey, now);
  }

  private static void newInstance(Parameters parameters, ProductionCall call) {
    var mode = String.valueOf(call.members().get(CallMembers.CHARGING_MODE));
    parameters
        .activity("newInstance")
        .copy(CallMembers.CUSTOMER_ID)
        .copy(CallMembers.CUSTOMER_NAME)
        .put(CallMembers.BUSINESS_ID, WireMembers.businessId(call))
        .copy(CallMembers.ORDER_ID)
        .copy(CallMembers.SKU_CODE)
        .copy(CallMembers.PRODUCT_ID)
        .put("trialFlag", isTrial(call) ? "1" : null)
        .time(CallMembers.EXPIRE_TIME)
        .put(CallMembers.CHARGING_MODE, CHARGING_MODES.get(mode))
        .put("amount", call.members().get(CallMembers.QUANTITY))
        .copy(CallMembers.PERIOD_TYPE)
        .copy(CallMembers.PERIOD_NUMBER)
        .copy(CallMembers.ORDER_AMOUNT)
        .time(CallMembers.ACCEPTANCE_TIME);
  }

  private static void refreshInstance(Parameters parameters, ProductionCall call) {
    var toFormal = "TRIAL_TO_FORMAL".equals(call.members().get(CallMembers.SCENE));
    parameters
        .activity("refreshInstance")
        .copy(CallMembers.ORDER_ID)
        .copy(CallMembers.INSTANCE_ID)
        .copy(CallMembers.PRODUCT_ID)
        .time(CallMembers.EXPIRE_TIME)
        .put("trialToFormal", toFormal ? "1" : null)
        .copy(CallMembers.PERIOD_TYPE)
        .copy(CallMembers.PERIOD_NUMBER)
        .copy(CallMembers.ORDER_AMOUNT);
  }

  private static void instanceStatus(Parameters parameters, ProductionCall call) {
    var status = call.members().get(CallMembers.STATUS);
    parameters
        .activity("instanceStatus")
        .copy(CallMembers.INSTANCE_ID)
        .put("instanceStatus", "UNFREEZE".equals(status) ? "NORMAL" : status);
  }

  private static boolean isTrial(ProductionCall call) {
    return "true".equals(String.valueOf(call.members().get(CallMembers.TRIAL)));
  }

  /** The parameters of one call, by name. */
  private static final class Parameters {

    private final Map<String, String> values = new TreeMap<>();
    private final ProductionCall call;

    Parameters(ProductionCall call) {
      this.call = call;
    }

    Parameters activity(String name) {
      return put("activity", name);
    }

    Parameters copy(String name) {
      return put(name, call.members().get(name));
    }

    Parameters time(String name) {
      var time = call.members().get(name);
      return time == null ? this : put(name, WireMembers.seconds(Instant.parse(time.toString())));
    }

    Parameters put(String name, @Nullable Object value) {
      if (value != null) {
        values.put(name, value.toString());
      }
      return this;
    }

    SignedRequest signed(Target target, String accessKey, Instant now) {
      values.put(AuthToken.TIME_STAMP, WireMembers.millis(now));
      values.put("authToken", AuthToken.sign(accessKey, values));
      var query = values.entrySet().stream()
          .map(parameter -> parameter.getKey() + "=" + encode(parameter.getValue()))
          .collect(joining("&"));
      return new SignedRequest(SignedRequest.Method.GET, target.withQuery(query), Map.of(), "");
    }

    private static String encode(String value) {
      return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
  }
}
