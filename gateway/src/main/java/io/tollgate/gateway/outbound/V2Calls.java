package io.tollgate.gateway.outbound;

import static io.tollgate.metering.delivery.CallMembers.BUSINESS_ID;
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

import io.tollgate.gateway.outbound.SignedRequest.Method;
import io.tollgate.gateway.protocol.signature.BasicCallSignature;
import io.tollgate.gateway.protocol.signature.CanonicalJson;
import io.tollgate.gateway.protocol.signature.KitCallSignature;
import io.tollgate.metering.delivery.Activity;
import io.tollgate.metering.delivery.CallMembers;
import io.tollgate.metering.delivery.ProductionCall;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The second generation: JSON by POST, signed in the URL; the kit's calls in headers. Only the
 * members that the activity knows leave; null ones do not.
 */
final class V2Calls {

  private static final Map<Activity, List<String>> MEMBERS = new EnumMap<>(Map.ofEntries(
      Map.entry(Activity.NEW_INSTANCE, List.of(ORDER_ID, ORDER_LINE_ID, BUSINESS_ID)),
      Map.entry(Activity.QUERY_INSTANCE, List.of(INSTANCE_ID)),
      Map.entry(
          Activity.REFRESH_INSTANCE,
          List.of(SCENE, ORDER_ID, ORDER_LINE_ID, INSTANCE_ID, PRODUCT_ID, EXPIRE_TIME)),
      Map.entry(Activity.UPDATE_INSTANCE_STATUS, List.of(INSTANCE_ID, STATUS)),
      Map.entry(Activity.RELEASE_INSTANCE, List.of(INSTANCE_ID, ORDER_ID, ORDER_LINE_ID)),
      Map.entry(Activity.UPGRADE_INSTANCE, List.of(INSTANCE_ID, ORDER_ID, ORDER_LINE_ID)),
      Map.entry(Activity.CHANGE_INSTANCE_CHECK, List.of(INSTANCE_ID, PRODUCT_INFO)),
      Map.entry(
          Activity.REFRESH_LICENSE_CODE,
          List.of(SCENE, ORDER_ID, ORDER_LINE_ID, LICENSE, PRODUCT_ID, EXPIRE_TIME)),
      Map.entry(Activity.UPDATE_LICENSE_CODE_STATUS, List.of(LICENSE, STATUS)),
      Map.entry(Activity.RELEASE_LICENSE_CODE, List.of(LICENSE, ORDER_ID, ORDER_LINE_ID))));

  private static final String KIT_PATH = "/produceAPI/v2/";

  private final JsonMapper json;

  V2Calls(JsonMapper json) {
    this.json = json;
  }

  SignedRequest basic(ProductionCall call, Target target, String accessKey, Instant now) {
    var payload = payload(basicMembers(call));
    var nonce = WireMembers.nonce();
    var timestamp = Long.toString(now.toEpochMilli());
    var signature = BasicCallSignature.sign(accessKey, nonce, timestamp, payload);
    var query = "signature=" + signature + "&timestamp=" + timestamp + "&nonce=" + nonce;
    return new SignedRequest(
        Method.POST, target.withQuery(query), Map.of(), new String(payload, UTF_8));
  }

  private static Map<String, Object> basicMembers(ProductionCall call) {
    var names = MEMBERS.get(call.activity());
    if (names == null) {
      throw new IllegalStateException(
          "activity: " + call.activity() + " (expected: one of the second generation)");
    }
    var members = new TreeMap<String, Object>();
    members.put("activity", call.activity().wireName());
    names.forEach(name -> putUnlessNull(members, name, value(call, name)));
    return members;
  }

  private static @Nullable Object value(ProductionCall call, String name) {
    return switch (name) {
      case BUSINESS_ID -> WireMembers.businessId(call);
      case EXPIRE_TIME -> {
        var expireTime = call.members().get(CallMembers.EXPIRE_TIME);
        yield expireTime == null ? null : WireMembers.seconds(Instant.parse(expireTime.toString()));
      }
      default -> call.members().get(name);
    };
  }

  private static void putUnlessNull(
      Map<String, Object> members, String name, @Nullable Object value) {
    if (value != null) {
      members.put(name, value);
    }
  }

  SignedRequest kit(ProductionCall call, Target target, String accessKey, Instant now) {
    var payload = payload(call.members());
    var nonce = WireMembers.nonce();
    var timestamp = Long.toString(now.toEpochMilli());
    var headers = Map.of(
        "x-sign", KitCallSignature.sign(accessKey, nonce, timestamp, payload),
        "x-timestamp", timestamp,
        "x-nonce", nonce);
    var address = target.withPath(KIT_PATH + call.activity().wireName());
    return new SignedRequest(Method.POST, address, headers, new String(payload, UTF_8));
  }

  /** The canonical form, which is both what is sent and what is signed. */
  private byte[] payload(Map<String, Object> members) {
    return CanonicalJson.of(json.writeValueAsBytes(members))
        .orElseThrow(() -> new IllegalStateException("a payload of ours is no JSON"));
  }
}
