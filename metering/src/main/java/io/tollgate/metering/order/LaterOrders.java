package io.tollgate.metering.order;

import io.tollgate.metering.account.CustomerLock;
import io.tollgate.metering.instance.Instance;
import io.tollgate.metering.instance.InstanceKind;
import io.tollgate.metering.instance.InstanceStore;
import io.tollgate.metering.instance.StateNames;
import io.tollgate.metering.order.OrderOutcome.Conflicting;
import io.tollgate.metering.order.OrderOutcome.Senseless;
import io.tollgate.rules.instance.InstanceState;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Orders about an instance that exists: finds it, and says what makes no sense for it. */
@Component
class LaterOrders {

  private final CustomerLock customers;
  private final InstanceStore instances;
  private final Renewals renewals;
  private final Changes changes;
  private final Unsubscriptions unsubscriptions;

  LaterOrders(
      CustomerLock customers,
      InstanceStore instances,
      Renewals renewals,
      Changes changes,
      Unsubscriptions unsubscriptions) {
    this.customers = customers;
    this.instances = instances;
    this.renewals = renewals;
    this.changes = changes;
    this.unsubscriptions = unsubscriptions;
  }

  Mono<OrderOutcome> place(OrderRequest request) {
    var instanceId = request.instanceId();
    if (instanceId == null) {
      return Mono.just(new Senseless(
          "/instanceId", "instanceId: missing (expected: the instance the order is about)"));
    }
    return customers
        .ofInstances(List.of(instanceId))
        .then(instances.lock(instanceId))
        .flatMap(instance -> place(request, instance))
        .switchIfEmpty(Mono.fromSupplier(() -> new Senseless(
            "/instanceId", "instanceId: " + instanceId + " (expected: one that exists)")));
  }

  private Mono<OrderOutcome> place(OrderRequest request, Instance instance) {
    var fault = fault(request, instance);
    if (fault != null) {
      return Mono.just(fault);
    }
    return switch (request.orderType()) {
      case RENEW -> renewals.renew(request, instance);
      case TRIAL_TO_FORMAL -> renewals.makeFormal(request, instance);
      case CHANGE -> changes.change(request, instance);
      case UNSUBSCRIBE -> unsubscriptions.unsubscribe(instance);
      case NEW, TRIAL ->
        throw new IllegalStateException(
            "orderType: " + request.orderType() + " (expected: one about an instance)");
    };
  }

  private static @Nullable OrderOutcome fault(OrderRequest request, Instance instance) {
    if (!instance.isLive()) {
      return new Conflicting("instanceId: " + request.instanceId() + " is "
          + stateOf(instance.state()) + " (expected: ACTIVE or FROZEN; order it anew)");
    }
    if (request.orderType() == OrderType.UNSUBSCRIBE) {
      return null;
    }
    if (instance.kind() != InstanceKind.PERIOD) {
      return new Senseless(
          "/instanceId",
          "instanceId: " + request.instanceId() + ", of kind " + instance.kind()
              + " (expected: of kind PERIOD; buy another, or unsubscribe)");
    }
    var toFormal = request.orderType() == OrderType.TRIAL_TO_FORMAL;
    if (toFormal && !instance.trial()) {
      return new Conflicting("instanceId: " + request.instanceId()
          + " is formal already (expected: a trial; RENEW prolongs it)");
    }
    return !toFormal && instance.trial()
        ? new Conflicting("instanceId: " + request.instanceId()
            + " is a trial (expected: a formal instance; order TRIAL_TO_FORMAL first)")
        : null;
  }

  private static String stateOf(InstanceState state) {
    return StateNames.of(state);
  }
}
