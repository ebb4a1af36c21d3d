package io.tollgate.metering.order;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.delivery.Activity;
import io.tollgate.metering.delivery.Call;
import io.tollgate.metering.delivery.CallMembers;
import io.tollgate.metering.delivery.Deliveries;
import io.tollgate.metering.delivery.Delivery;
import io.tollgate.metering.delivery.DeliveryConsequence;
import io.tollgate.metering.delivery.Generation;
import io.tollgate.metering.instance.Instance;
import io.tollgate.metering.instance.Subscriptions;
import io.tollgate.metering.order.OrderOutcome.Conflicting;
import io.tollgate.metering.order.OrderOutcome.Senseless;
import io.tollgate.metering.order.OrderStore.Offer;
import io.tollgate.metering.order.OrderStore.OrderRow;
import io.tollgate.rules.catalogue.PeriodSku;
import io.tollgate.rules.order.OrderPrice;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Changes what a subscription is to another specification of its product, or to more of it. The
 * second generation is asked first ({@code changeInstanceCheck}); then the instance is upgraded.
 * The price is the difference for the periods bought; a cheaper one costs nothing and gives nothing
 * back. What the ISV refuses is refunded.
 */
@Component
class Changes implements DeliveryConsequence {

  private final OrderStore orders;
  private final PaidOrders paidOrders;
  private final Subscriptions subscriptions;
  private final OrderFailure refunds;
  private final Deliveries deliveries;
  private final BusinessClock clock;

  Changes(
      OrderStore orders,
      PaidOrders paidOrders,
      Subscriptions subscriptions,
      OrderFailure refunds,
      Deliveries deliveries,
      BusinessClock clock) {
    this.orders = orders;
    this.paidOrders = paidOrders;
    this.subscriptions = subscriptions;
    this.refunds = refunds;
    this.deliveries = deliveries;
    this.clock = clock;
  }

  Mono<OrderOutcome> change(OrderRequest request, Instance instance) {
    var skuCode = request.skuCode();
    if (skuCode == null) {
      return Mono.just(
          new Senseless("/skuCode", "skuCode: missing (expected: the sku to change to)"));
    }
    return orders
        .offer(skuCode)
        .flatMap(target -> orders
            .offer(instance.skuNo())
            .flatMap(present -> change(request, instance, present, target)))
        .switchIfEmpty(Mono.fromSupplier(() -> new Senseless(
            "/skuCode", "skuCode: " + skuCode + " (expected: a sku; create it first)")));
  }

  private Mono<OrderOutcome> change(
      OrderRequest request, Instance instance, Offer present, Offer target) {
    if (target.productNo() != instance.productNo()) {
      return Mono.just(new Senseless(
          "/skuCode",
          "skuCode: " + request.skuCode() + " (expected: a sku of the same product, "
              + present.productCode() + ")"));
    }
    if (!(target.sku() instanceof PeriodSku after)) {
      return Mono.just(
          new Senseless("/skuCode", "skuCode: " + request.skuCode() + " (expected: a PERIOD sku)"));
    }
    if (target.skuNo() == present.skuNo() && request.quantity() == instance.quantity()) {
      return Mono.just(new Conflicting("skuCode: " + request.skuCode()
          + " (expected: another sku or quantity than the instance has)"));
    }
    var price = OrderPrice.ofChange(
        (PeriodSku) present.sku(),
        instance.quantity(),
        after,
        request.quantity(),
        instance.periods());
    return paidOrders.place(
        request,
        instance,
        target,
        price,
        OrderState.PROVISIONING,
        null,
        written -> deliveries
            .enqueue(new Call(
                instance.generation() == Generation.V2
                    ? Activity.CHANGE_INSTANCE_CHECK
                    : Activity.UPGRADE_INSTANCE,
                instance.isvNo(),
                instance.productNo(),
                instance.instanceNo(),
                written.orderNo(),
                members(instance, request, after, written)))
            .then());
  }

  private static Map<String, Object> members(
      Instance instance, OrderRequest request, PeriodSku sku, PaidOrders.Written written) {
    var quantity = Integer.toString(request.quantity());
    var members = new HashMap<String, Object>();
    members.put(CallMembers.INSTANCE_ID, String.valueOf(instance.instanceId()));
    members.put(CallMembers.ORDER_ID, written.order().orderId());
    members.put(CallMembers.ORDER_LINE_ID, written.orderLineId());
    members.put(CallMembers.SKU_CODE, sku.skuCode());
    members.put(CallMembers.PRODUCT_ID, sku.productId());
    members.put(CallMembers.QUANTITY, quantity);
    members.put(
        CallMembers.PRODUCT_INFO,
        Map.of("productId", sku.productId(), "skuCode", sku.skuCode(), "linearValue", quantity));
    return members;
  }

  @Override
  public Set<Activity> activities() {
    return Set.of(Activity.CHANGE_INSTANCE_CHECK, Activity.UPGRADE_INSTANCE);
  }

  @Override
  public Mono<Void> delivered(Delivery delivery, @Nullable String instanceId) {
    return order(delivery)
        .flatMap(order -> delivery.activity() == Activity.CHANGE_INSTANCE_CHECK
            ? upgrade(delivery, order)
            : complete(delivery, order));
  }

  private Mono<OrderRow> order(Delivery delivery) {
    return Mono.justOrEmpty(delivery.orderNo())
        .flatMap(orders::lock)
        .filter(order -> order.state() == OrderState.PROVISIONING);
  }

  private Mono<Void> upgrade(Delivery delivery, OrderRow order) {
    return deliveries
        .enqueue(new Call(
            Activity.UPGRADE_INSTANCE,
            delivery.isvNo(),
            delivery.productNo(),
            delivery.instanceNo(),
            order.orderNo(),
            delivery.members()))
        .then();
  }

  private Mono<Void> complete(Delivery delivery, OrderRow order) {
    return orders
        .setState(order.orderNo(), OrderState.ACTIVE, clock.now())
        .then(Mono.justOrEmpty(delivery.instanceNo()))
        .flatMap(instanceNo -> subscriptions.become(instanceNo, order.skuNo(), order.quantity()));
  }

  @Override
  public Mono<Void> failed(Delivery delivery, String error) {
    return order(delivery)
        .flatMap(order -> orders
            .setState(order.orderNo(), OrderState.FAILED, null)
            .then(refunds.refund(order, order.amount())));
  }
}
