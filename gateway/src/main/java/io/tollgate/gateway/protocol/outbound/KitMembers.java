package io.tollgate.gateway.protocol.outbound;

import io.tollgate.metering.delivery.Activity;
import io.tollgate.metering.delivery.ProductionCall;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What every kit call carries beside the payload it was ordered with. Its times are UTC+8, unlike
 * those of all other calls.
 */
final class KitMembers {

  private static final DateTimeFormatter BEIJING_MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmssSSS").withZone(ZoneOffset.ofHours(8));

  private KitMembers() {}

  static Map<String, Object> of(ProductionCall call, CallContext context) {
    var members = new LinkedHashMap<>(call.members());
    var now = timeOf(context.at());
    members.put("timeStamp", now);
    if (call.activity() == Activity.AUTH_SYNC) {
      members.putIfAbsent("currentSyncTime", now);
    }
    if (call.activity() != Activity.TENANT_SYNC) {
      members.remove("orderId");
    }
    members.put("testFlag", context.mode() == CallMode.DEBUG ? 1 : 0);
    return members;
  }

  private static String timeOf(Instant instant) {
    return BEIJING_MILLISECONDS.format(instant);
  }
}
