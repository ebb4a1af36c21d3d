package io.tollgate.metering.order;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.delivery.Activity;
import io.tollgate.metering.delivery.Call;
import io.tollgate.metering.delivery.CallMembers;
import io.tollgate.metering.delivery.Deliveries;
import io.tollgate.metering.instance.Instance;
import io.tollgate.metering.instance.Subscriptions;
import io.tollgate.metering.order.OrderStore.Offer;
import io.tollgate.metering.order.PaidOrders.Written;
import io.tollgate.rules.catalogue.PeriodSku;
import io.tollgate.rules.order.OrderBounds;
import io.tollgate.rules.order.OrderPrice;
import io.tollgate.rules.quota.Validity;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Prolongs subscriptions, and turns trials into formal ones. */
@Component
class Renewals {

  private final OrderStore orders;
  private final PaidOrders paidOrders;
  private final Subscriptions subscriptions;
  private final Deliveries deliveries;
  private final BusinessClock clock;

  Renewals(
      OrderStore orders,
      PaidOrders paidOrders,
      Subscriptions subscriptions,
      Deliveries deliveries,
      BusinessClock clock) {
    this.orders = orders;
    this.paidOrders = paidOrders;
    this.subscriptions = subscriptions;
    this.deliveries = deliveries;
    this.clock = clock;
  }

  /** The renewed time follows the old without a gap, also where that is over already. */
  Mono<OrderOutcome> renew(OrderRequest request, Instance instance) {
    return orders.offer(instance.skuNo()).flatMap(offer -> {
      var sku = (PeriodSku) offer.sku();
      var excess =
          OrderBounds.fault(sku, instance.quantity(), instance.periods() + request.periods());
      if (excess.isPresent()) {
        return Mono.just(
            new OrderOutcome.Senseless(excess.get().pointer(), excess.get().detail()));
      }
      var until = expireTime(instance);
      var renewed = sku.length(request.periods());
      var expireTime = later(
          Validity.end(
              from(instance), sku.length(instance.periods() + request.periods()), clock.zone()),
          Validity.end(until, renewed, clock.zone()));
      var price = OrderPrice.of(sku, instance.quantity(), request.periods());
      var effectiveAt = later(until, clock.now());
      return paidOrders.place(
          request,
          instance,
          offer,
          price,
          OrderState.ACTIVE,
          effectiveAt,
          written -> tell(instance, offer, sku, written, "RENEWAL", expireTime)
              .then(subscriptions.prolong(instance, request.periods(), expireTime)));
    });
  }

  /** Boundaries count from the beginning; only a change of what was bought breaks that row. */
  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private Instant expireTime(Instance instance) {
    var expireTime = instance.expireTime();
    return expireTime == null ? clock.now() : expireTime;
  }

  private Instant from(Instance instance) {
    var from = instance.validityFrom();
    return from == null ? clock.now() : from;
  }

  /** What was tried starts anew: the time that is paid for runs from now. */
  Mono<OrderOutcome> makeFormal(OrderRequest request, Instance instance) {
    return orders.offer(instance.skuNo()).flatMap(offer -> {
      var sku = (PeriodSku) offer.sku();
      var now = clock.now();
      var expireTime = Validity.end(now, sku.length(request.periods()), clock.zone());
      var price = OrderPrice.of(sku, instance.quantity(), request.periods());
      return paidOrders.place(
          request,
          instance,
          offer,
          price,
          OrderState.ACTIVE,
          now,
          written -> tell(instance, offer, sku, written, "TRIAL_TO_FORMAL", expireTime)
              .then(subscriptions.makeFormal(instance, request.periods(), expireTime)));
    });
  }

  private Mono<Void> tell(
      Instance instance,
      Offer offer,
      PeriodSku sku,
      Written written,
      String scene,
      Instant expireTime) {
    if (instance.license() && !instance.licenseCalls()) {
      return Mono.empty();
    }
    var activity = instance.license() ? Activity.REFRESH_LICENSE_CODE : Activity.REFRESH_INSTANCE;
    return deliveries
        .enqueue(new Call(
            activity,
            instance.isvNo(),
            instance.productNo(),
            instance.instanceNo(),
            written.orderNo(),
            members(instance, offer, sku, written, scene, expireTime)))
        .then();
  }

  private static Map<String, Object> members(
      Instance instance,
      Offer offer,
      PeriodSku sku,
      Written written,
      String scene,
      Instant expireTime) {
    var members = new HashMap<String, Object>();
    members.put(CallMembers.SCENE, scene);
    members.put(CallMembers.ORDER_ID, written.order().orderId());
    members.put(CallMembers.ORDER_LINE_ID, written.orderLineId());
    members.put(
        instance.license() ? CallMembers.LICENSE : CallMembers.INSTANCE_ID,
        String.valueOf(instance.instanceId()));
    members.put(CallMembers.PRODUCT_ID, sku.productId());
    members.put(CallMembers.SKU_CODE, offer.sku().skuCode());
    members.put(CallMembers.EXPIRE_TIME, expireTime.toString());
    members.put(CallMembers.PERIOD_TYPE, sku.periodType().wireName());
    members.put(CallMembers.PERIOD_NUMBER, Integer.toString(written.order().periods()));
    members.put(CallMembers.ORDER_AMOUNT, written.order().amount().plainAmount());
    return members;
  }
}
