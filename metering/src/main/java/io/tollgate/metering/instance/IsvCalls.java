package io.tollgate.metering.instance;

import io.tollgate.metering.delivery.Activity;
import io.tollgate.metering.delivery.Call;
import io.tollgate.metering.delivery.CallMembers;
import io.tollgate.metering.delivery.Generation;
import io.tollgate.rules.instance.Effect;
import io.tollgate.rules.instance.FreezeReason;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How the ISV is told of a change: by the call that its product's generation has for it. */
final class IsvCalls {

  private IsvCalls() {}

  /** Empty where the generation has no call for it. */
  static Optional<Call> call(Instance instance, Effect.Call call, ChangeCause cause) {
    var instanceId = instance.instanceId();
    if (instanceId == null || (instance.license() && !instance.licenseCalls())) {
      return Optional.empty();
    }
    return switch (call) {
      case FREEZE -> status(instance, instanceId, "FREEZE", cause);
      case UNFREEZE -> status(instance, instanceId, "UNFREEZE", cause);
      case RELEASE -> release(instance, instanceId, cause);
    };
  }

  private static Optional<Call> status(
      Instance instance, String instanceId, String status, ChangeCause cause) {
    if (!hasStatusCall(instance)) {
      return Optional.empty();
    }
    var expires = cause.reason().equals(FreezeReason.EXPIRED.name());
    if (instance.generation() == Generation.V1
        && instance.kind() == InstanceKind.PERIOD
        && expires) {
      // The first generation expires a subscription, and a renewal brings it back by itself.
      return status.equals("FREEZE")
          ? call(instance, Activity.EXPIRE_INSTANCE, expiry(instance, instanceId))
          : Optional.empty();
    }
    var members = members(instance, instanceId);
    members.put(CallMembers.STATUS, status);
    return call(
        instance,
        instance.license() ? Activity.UPDATE_LICENSE_CODE_STATUS : Activity.UPDATE_INSTANCE_STATUS,
        members);
  }

  /** Neither a one-time product nor, in the second generation, a package implements it. */
  private static boolean hasStatusCall(Instance instance) {
    return switch (instance.kind()) {
      case ON_DEMAND, PERIOD -> true;
      case PACKAGE -> instance.generation() == Generation.V1;
      case ONE_TIME -> instance.license();
    };
  }

  private static Map<String, Object> expiry(Instance instance, String instanceId) {
    var members = members(instance, instanceId);
    members.put(CallMembers.ORDER_ID, instance.orderId());
    return members;
  }

  private static Optional<Call> release(Instance instance, String instanceId, ChangeCause cause) {
    var members = members(instance, instanceId);
    var orderId = cause.orderId();
    var orderLineId = cause.orderLineId();
    if (orderId != null && orderLineId != null) {
      members.put(CallMembers.ORDER_ID, orderId);
      members.put(CallMembers.ORDER_LINE_ID, orderLineId);
    } else if (instance.generation() == Generation.V1) {
      members.put(CallMembers.ORDER_ID, instance.orderId());
    }
    return call(
        instance,
        instance.license() ? Activity.RELEASE_LICENSE_CODE : Activity.RELEASE_INSTANCE,
        members);
  }

  private static Map<String, Object> members(Instance instance, String instanceId) {
    var members = new HashMap<String, Object>();
    members.put(instance.license() ? CallMembers.LICENSE : CallMembers.INSTANCE_ID, instanceId);
    return members;
  }

  private static Optional<Call> call(
      Instance instance, Activity activity, Map<String, Object> members) {
    return Optional.of(new Call(
        activity,
        instance.isvNo(),
        instance.productNo(),
        instance.instanceNo(),
        instance.orderNo(),
        members));
  }
}
