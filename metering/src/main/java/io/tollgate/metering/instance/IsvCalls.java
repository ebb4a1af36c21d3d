package io.tollgate.metering.instance;

import io.tollgate.metering.delivery.Activity;
import io.tollgate.metering.delivery.Call;
import io.tollgate.metering.delivery.CallMembers;
import io.tollgate.metering.delivery.Deliveries;
import io.tollgate.metering.delivery.Generation;
import io.tollgate.rules.instance.Effect;
import io.tollgate.rules.instance.FreezeReason;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells the ISV of a change, by the call that its product's generation has for it. */
@Component
final class IsvCalls {

  private final Deliveries deliveries;

  IsvCalls(Deliveries deliveries) {
    this.deliveries = deliveries;
  }

  /** Emits the delivery's number; empty where the generation has no call for it. */
  Mono<Long> tell(Instance instance, Effect.Call call, ChangeCause cause) {
    var instanceId = instance.instanceId();
    if (instanceId == null || (instance.license() && !instance.licenseCalls())) {
      return Mono.empty();
    }
    return switch (call) {
      case FREEZE -> status(instance, instanceId, "FREEZE", cause);
      case UNFREEZE -> status(instance, instanceId, "UNFREEZE", cause);
      case RELEASE -> release(instance, instanceId, cause);
    };
  }

  private Mono<Long> status(
      Instance instance, String instanceId, String status, ChangeCause cause) {
    if (!hasStatusCall(instance)) {
      return Mono.empty();
    }
    var expires = cause.reason().equals(FreezeReason.EXPIRED.name());
    if (instance.generation() == Generation.V1
        && instance.kind() == InstanceKind.PERIOD
        && expires) {
      // The first generation expires a subscription, and a renewal brings it back by itself.
      return status.equals("FREEZE")
          ? enqueue(instance, Activity.EXPIRE_INSTANCE, expiry(instance, instanceId))
          : Mono.empty();
    }
    var members = members(instance, instanceId);
    members.put(CallMembers.STATUS, status);
    return enqueue(
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

  private Mono<Long> release(Instance instance, String instanceId, ChangeCause cause) {
    var members = members(instance, instanceId);
    var orderId = cause.orderId();
    var orderLineId = cause.orderLineId();
    if (orderId != null && orderLineId != null) {
      members.put(CallMembers.ORDER_ID, orderId);
      members.put(CallMembers.ORDER_LINE_ID, orderLineId);
    } else if (instance.generation() == Generation.V1) {
      members.put(CallMembers.ORDER_ID, instance.orderId());
    }
    return enqueue(
        instance,
        instance.license() ? Activity.RELEASE_LICENSE_CODE : Activity.RELEASE_INSTANCE,
        members);
  }

  private static Map<String, Object> members(Instance instance, String instanceId) {
    var members = new HashMap<String, Object>();
    members.put(instance.license() ? CallMembers.LICENSE : CallMembers.INSTANCE_ID, instanceId);
    return members;
  }

  private Mono<Long> enqueue(Instance instance, Activity activity, Map<String, Object> members) {
    return deliveries.enqueue(new Call(
        activity,
        instance.isvNo(),
        instance.productNo(),
        instance.instanceNo(),
        instance.orderNo(),
        members));
  }
}
