package io.tollgate.metering.order;

import io.tollgate.metering.account.CustomerLock;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.delivery.Activity;
import io.tollgate.metering.delivery.Call;
import io.tollgate.metering.delivery.CallMembers;
import io.tollgate.metering.delivery.Deliveries;
import io.tollgate.metering.delivery.Delivery;
import io.tollgate.metering.delivery.DeliveryConsequence;
import io.tollgate.metering.instance.Instance;
import io.tollgate.metering.instance.InstanceStore;
import io.tollgate.metering.instance.ServiceStart;
import io.tollgate.metering.order.OrderStore.Acceptance;
import io.tollgate.rules.instance.InstanceState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Creates at the ISV: what follows when the ISV has created an instance, is at it, or has failed. An
 * id that is another instance's is a failed create.
 */
@Service
public class Provisioning implements DeliveryConsequence {

  private final CustomerLock customers;
  private final InstanceStore instances;
  private final ServiceStart service;
  private final OrderStore orders;
  private final OrderFailure failure;
  private final Deliveries deliveries;
  private final BusinessClock clock;
  private final TransactionalOperator transaction;

  Provisioning(
      CustomerLock customers,
      InstanceStore instances,
      ServiceStart service,
      OrderStore orders,
      OrderFailure failure,
      Deliveries deliveries,
      BusinessClock clock,
      TransactionalOperator transaction) {
    this.customers = customers;
    this.instances = instances;
    this.service = service;
    this.orders = orders;
    this.failure = failure;
    this.deliveries = deliveries;
    this.clock = clock;
    this.transaction = transaction;
  }

  @Override
  public Set<Activity> activities() {
    return Set.of(Activity.NEW_INSTANCE, Activity.QUERY_INSTANCE);
  }

  @Override
  public Mono<Void> delivered(Delivery delivery, @Nullable String instanceId) {
    return delivery.activity() == Activity.QUERY_INSTANCE
        ? instance(delivery).flatMap(instance -> open(instance, clock.now()))
        : instance(delivery).flatMap(instance -> created(instance, String.valueOf(instanceId)));
  }

  @Override
  public Mono<Void> underWay(Delivery delivery, @Nullable String instanceId) {
    return instance(delivery)
        .flatMap(instance -> claim(instance, String.valueOf(instanceId))
            .flatMap(claimed -> claimed ? query(instance, instanceId) : failure.fail(instance)));
  }

  @Override
  public Mono<Void> failed(Delivery delivery, String error) {
    return instance(delivery)
        .filter(instance -> instance.state() instanceof InstanceState.Provisioning)
        .flatMap(failure::fail);
  }

  private Mono<Instance> instance(Delivery delivery) {
    return Mono.justOrEmpty(delivery.instanceNo()).flatMap(instances::lock);
  }

  private Mono<Void> created(Instance instance, String instanceId) {
    return claim(instance, instanceId)
        .flatMap(claimed -> claimed
            ? instances.lock(instance.instanceNo()).flatMap(named -> open(named, clock.now()))
            : failure.fail(instance));
  }

  /** An ISV that is asked again must give the same name; it keeps the first. */
  private Mono<Boolean> claim(Instance instance, String instanceId) {
    if (instance.instanceId() != null) {
      return Mono.just(instance.instanceId().equals(instanceId));
    }
    return instances.name(instance.instanceNo(), instanceId);
  }

  /** A service that is to be accepted opens no sooner, and as of its acceptance. */
  private Mono<Void> open(Instance instance, Instant at) {
    return orders.acceptance(instance.orderNo()).flatMap(acceptance -> {
      var acceptedAt = acceptance.at();
      if (!acceptance.awaited()) {
        return live(instance, at);
      }
      return acceptedAt == null ? Mono.empty() : live(instance, acceptedAt);
    });
  }

  /**
   * The service was accepted. Opens what the ISV has created; what it is still at opens when it is
   * done. Joins the caller's transaction, which has locked the instance.
   */
  Mono<Void> accepted(Instance instance, Instant at) {
    return deliveries
        .isWaiting(instance.instanceNo(), activities())
        .filter(waits -> !waits)
        .flatMap(created -> live(instance, at));
  }

  private Mono<Void> live(Instance instance, Instant at) {
    return service.begin(instance, at).then(Mono.defer(() -> completeOrder(instance)));
  }

  private Mono<Void> completeOrder(Instance instance) {
    return orders
        .lock(instance.orderNo())
        .filter(order -> order.state() == OrderState.PROVISIONING)
        .filterWhen(order -> orders.isProvisioning(order.orderNo()).map(waits -> !waits))
        .flatMap(order -> orders.acceptance(order.orderNo()))
        .flatMap(
            acceptance -> orders.setState(instance.orderNo(), opened(acceptance), clock.now()));
  }

  /**
   * Acceptance closes an order that is open; one that was accepted while the ISV was still at it is
   * closed when it opens. What opens by its acceptance stays open, for as long as it runs.
   */
  private static OrderState opened(Acceptance acceptance) {
    return acceptance.at() != null && !acceptance.awaited() ? OrderState.CLOSED : OrderState.ACTIVE;
  }

  private Mono<Void> query(Instance instance, @Nullable String instanceId) {
    return deliveries
        .enqueue(new Call(
            Activity.QUERY_INSTANCE,
            instance.isvNo(),
            instance.productNo(),
            instance.instanceNo(),
            instance.orderNo(),
            Map.of(CallMembers.INSTANCE_ID, String.valueOf(instanceId))))
        .then();
  }

  /**
   * The ISV says by itself that an instance it was at is there. False when it does not wait for
   * that; empty when the ISV has no such instance.
   */
  public Mono<Boolean> provisioned(int isvNo, String instanceId) {
    return provisioned(isvNo, instanceId, clock.now());
  }

  /**
   * The same, or that a licence was activated.
   *
   * @param at since when it is in service
   */
  public Mono<Boolean> provisioned(int isvNo, String instanceId, Instant at) {
    return customers
        .ofInstances(List.of(instanceId))
        .then(instances.lock(instanceId))
        .filter(instance -> instance.isvNo() == isvNo)
        .flatMap(instance -> instance.state() instanceof InstanceState.Provisioning
            ? deliveries
                .drop(instance.instanceNo(), List.of(Activity.QUERY_INSTANCE))
                .then(open(instance, at))
                .thenReturn(true)
            : Mono.just(false))
        .as(transaction::transactional);
  }
}
