package io.tollgate.metering.kit;

import io.tollgate.metering.audit.AuditLog;
import io.tollgate.metering.delivery.Activity;
import io.tollgate.metering.delivery.Call;
import io.tollgate.metering.delivery.CallMembers;
import io.tollgate.metering.delivery.Deliveries;
import io.tollgate.metering.instance.Instance;
import io.tollgate.metering.instance.InstanceStore;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Orders kit syncs, each a delivery among the others of its instance. */
@Service
public class KitSyncs {

  private final InstanceStore instances;
  private final Deliveries deliveries;
  private final AuditLog audit;
  private final TransactionalOperator transaction;

  KitSyncs(
      InstanceStore instances,
      Deliveries deliveries,
      AuditLog audit,
      TransactionalOperator transaction) {
    this.instances = instances;
    this.deliveries = deliveries;
    this.audit = audit;
    this.transaction = transaction;
  }

  /**
   * Orders a sync about an instance; emits the delivery's number, and empty where there is no such
   * instance.
   *
   * @param activity one of the kit's
   * @param payload without secrets in clear, because it is kept
   */
  public Mono<Long> order(String instanceId, Activity activity, Map<String, Object> payload) {
    return instances
        .lock(instanceId)
        .flatMap(instance -> deliveries.enqueue(call(instance, instanceId, activity, payload)))
        .flatMap(deliveryNo -> audit
            .record("kit.sync", "instance:" + instanceId, null, activity.wireName())
            .thenReturn(deliveryNo))
        .as(transaction::transactional);
  }

  private static Call call(
      Instance instance, String instanceId, Activity activity, Map<String, Object> payload) {
    var members = new HashMap<>(payload);
    members.put(CallMembers.INSTANCE_ID, instanceId);
    members.put(CallMembers.ORDER_ID, instance.orderId());
    return new Call(
        activity,
        instance.isvNo(),
        instance.productNo(),
        instance.instanceNo(),
        instance.orderNo(),
        members);
  }
}
