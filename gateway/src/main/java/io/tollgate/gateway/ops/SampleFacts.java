package io.tollgate.gateway.ops;

import static io.tollgate.metering.delivery.CallMembers.BUSINESS_ID;
import static io.tollgate.metering.delivery.CallMembers.CHARGING_MODE;
import static io.tollgate.metering.delivery.CallMembers.CUSTOMER_ID;
import static io.tollgate.metering.delivery.CallMembers.CUSTOMER_NAME;
import static io.tollgate.metering.delivery.CallMembers.EXPIRE_TIME;
import static io.tollgate.metering.delivery.CallMembers.INSTANCE_ID;
import static io.tollgate.metering.delivery.CallMembers.LICENSE;
import static io.tollgate.metering.delivery.CallMembers.ORDER_ID;
import static io.tollgate.metering.delivery.CallMembers.ORDER_LINE_ID;
import static io.tollgate.metering.delivery.CallMembers.PRODUCT_ID;
import static io.tollgate.metering.delivery.CallMembers.PRODUCT_INFO;
import static io.tollgate.metering.delivery.CallMembers.QUANTITY;
import static io.tollgate.metering.delivery.CallMembers.SCENE;
import static io.tollgate.metering.delivery.CallMembers.SKU_CODE;
import static io.tollgate.metering.delivery.CallMembers.STATUS;

import io.tollgate.metering.delivery.Activity;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Facts for a call that nobody ordered. The order is one of the mock orders, so that an ISV that asks
 * for it gets an answer.
 */
final class SampleFacts {

  private SampleFacts() {}

  /** A sample for an activity, with {@code given} in place of what the sample has. */
  static Map<String, Object> of(Activity activity, Instant now, Map<String, Object> given) {
    var facts = new HashMap<>(activity.isKitSync() ? kit(activity) : basic(activity, now));
    facts.putAll(given);
    facts.values().removeIf(Objects::isNull);
    return facts;
  }

  private static Map<String, Object> basic(Activity activity, Instant now) {
    var orderId = orderId(activity);
    var facts = new HashMap<String, Object>();
    facts.put(ORDER_ID, orderId);
    facts.put(ORDER_LINE_ID, orderId + "-000001");
    facts.put(BUSINESS_ID, UUID.randomUUID().toString());
    facts.put(INSTANCE_ID, "MOCKINSTANCEID");
    facts.put(LICENSE, "MOCKLICENSE");
    facts.put(STATUS, "FREEZE");
    facts.put(SCENE, "RENEWAL");
    facts.put(EXPIRE_TIME, now.plus(Duration.ofDays(30)).toString());
    facts.put(PRODUCT_ID, "MOCKPRODUCTID");
    facts.put(SKU_CODE, "MOCKSKUCODE");
    facts.put(CUSTOMER_ID, "MOCKCUSTOMERID");
    facts.put(CUSTOMER_NAME, "Mock customer");
    facts.put(CHARGING_MODE, "ON_DEMAND");
    facts.put(QUANTITY, "1");
    facts.put(
        PRODUCT_INFO,
        Map.of("productId", "MOCKPRODUCTID", "skuCode", "MOCKSKUCODE", "linearValue", 1));
    return facts;
  }

  private static String orderId(Activity activity) {
    return switch (activity) {
      case REFRESH_INSTANCE, REFRESH_LICENSE_CODE -> "MOCKMONTYRENEW";
      case RELEASE_INSTANCE, RELEASE_LICENSE_CODE -> "MOCKMONTYUNSUBSCRIBE";
      case UPGRADE_INSTANCE, CHANGE_INSTANCE_CHECK -> "MOCKMONTYCHANGE";
      default -> "MOCKONDEMAND";
    };
  }

  private static Map<String, Object> kit(Activity activity) {
    var facts = new HashMap<String, Object>();
    facts.put(INSTANCE_ID, "MOCKINSTANCEID");
    facts.put("tenantId", "MOCKTENANTID");
    switch (activity) {
      case TENANT_SYNC -> {
        facts.put(ORDER_ID, "MOCKONDEMAND");
        facts.put("tenantCode", "mock");
        facts.put("name", "Mock tenant");
        facts.put("domainName", "https://mock.example.com");
        facts.put("flag", 1);
      }
      case APPLICATION_SYNC -> {
        facts.put("appId", "MOCKAPPID");
        facts.put("clientId", "MOCKCLIENTID");
        facts.put(ClientSecret.MEMBER, "mock-client-secret");
        facts.put("flag", 1);
      }
      case AUTH_SYNC -> {
        facts.put("appId", "MOCKAPPID");
        facts.put(
            "userList",
            List.of(Map.of(
                "userName",
                "mock",
                "name",
                "Mock user",
                "orgCode",
                "1",
                "role",
                "user",
                "enable",
                "true")));
        facts.put("flag", 1);
      }
      case SINGLE_ORG_SYNC -> {
        facts.put("orgCode", "1");
        facts.put("orgName", "Mock department");
        facts.put("flag", 1);
      }
      default ->
        facts.put("orgInfoList", List.of(Map.of("orgCode", "1", "orgName", "Mock department")));
    }
    return facts;
  }
}
