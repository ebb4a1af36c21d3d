package io.tollgate.metering.order;

import io.tollgate.metering.delivery.Activity;
import io.tollgate.metering.delivery.CallMembers;
import io.tollgate.metering.delivery.Deliveries;
import io.tollgate.metering.delivery.Generation;
import io.tollgate.metering.instance.Instance;
import io.tollgate.metering.instance.InstanceStore;
import io.tollgate.metering.order.OrderStore.Acceptance;
import io.tollgate.metering.settlement.SupervisionStep;
import io.tollgate.rules.instance.InstanceState;
import io.tollgate.rules.settlement.Supervision;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Opens a supervised service when it is accepted. The first generation is told: it is asked to
 * create at purchase, at delivery, and at acceptance (koogallery.md section 5). The second has no
 * word for acceptance, and is asked at purchase only.
 */
@Component
final class SupervisedOpening implements SupervisionStep {

  private static final List<Activity> CREATES =
      List.of(Activity.NEW_INSTANCE, Activity.QUERY_INSTANCE);

  private final OrderStore orders;
  private final InstanceStore instances;
  private final Provisioning provisioning;
  private final Deliveries deliveries;
  private final OrderIds ids;

  SupervisedOpening(
      OrderStore orders,
      InstanceStore instances,
      Provisioning provisioning,
      Deliveries deliveries,
      OrderIds ids) {
    this.orders = orders;
    this.instances = instances;
    this.provisioning = provisioning;
    this.deliveries = deliveries;
    this.ids = ids;
  }

  @Override
  public Mono<Void> reached(long orderNo, Supervision state, Instant at) {
    return switch (state) {
      case DELIVERED -> toOpen(orderNo).concatMap(this::delivered).then();
      case ACCEPTED ->
        toOpen(orderNo).concatMap(instance -> accepted(instance, at)).then();
      case PENDING, SUBMITTED, CONFIRMED, REVIEWED, APPEALED -> Mono.empty();
    };
  }

  /** All are locked before the first changes. */
  private Flux<Instance> toOpen(long orderNo) {
    return orders
        .acceptance(orderNo)
        .filter(Acceptance::awaited)
        .flatMapMany(awaited -> instances.lockOfOrder(orderNo))
        .filter(instance -> instance.state() instanceof InstanceState.Provisioning)
        .collectList()
        .flatMapIterable(locked -> locked);
  }

  private Mono<Void> delivered(Instance instance) {
    return instance.generation() == Generation.V1 ? createAgain(instance, Map.of()) : Mono.empty();
  }

  private Mono<Void> accepted(Instance instance, Instant at) {
    return instance.generation() == Generation.V1
        ? createAgain(instance, Map.of(CallMembers.ACCEPTANCE_TIME, at.toString()))
        : provisioning.accepted(instance, at);
  }

  /** A request has an id of its own; what waits of the request before has nothing more to say. */
  private Mono<Void> createAgain(Instance instance, Map<String, Object> members) {
    var changed = new HashMap<>(members);
    changed.put(CallMembers.BUSINESS_ID, ids.businessId());
    return deliveries
        .drop(instance.instanceNo(), CREATES)
        .then(deliveries.repeat(instance.instanceNo(), Activity.NEW_INSTANCE, changed));
  }
}
