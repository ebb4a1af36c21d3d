package io.tollgate.metering.order;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.delivery.Activity;
import io.tollgate.metering.delivery.Call;
import io.tollgate.metering.delivery.CallMembers;
import io.tollgate.metering.delivery.Deliveries;
import io.tollgate.metering.instance.InstanceKind;
import io.tollgate.metering.instance.InstanceStore;
import io.tollgate.metering.instance.InstanceStore.NewInstance;
import io.tollgate.metering.order.OrderOutcome.Line;
import io.tollgate.metering.order.OrderStore.Buyer;
import io.tollgate.metering.order.OrderStore.Offer;
import io.tollgate.metering.order.OrderStore.PlacedOrder;
import io.tollgate.rules.catalogue.OnDemandSku;
import io.tollgate.rules.catalogue.OneTimeSku;
import io.tollgate.rules.catalogue.PackageSku;
import io.tollgate.rules.catalogue.PeriodSku;
import io.tollgate.rules.quota.Validity;
import java.time.Instant;
import java.time.Period;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Writes the instances of a new order and the calls that will create them. */
@Component
class Opening {

  private final InstanceStore instances;
  private final Deliveries deliveries;
  private final OrderIds ids;
  private final BusinessClock clock;

  Opening(InstanceStore instances, Deliveries deliveries, OrderIds ids, BusinessClock clock) {
    this.instances = instances;
    this.deliveries = deliveries;
    this.ids = ids;
    this.clock = clock;
  }

  Mono<Void> open(long orderNo, PlacedOrder order, Buyer buyer, Offer offer) {
    return Flux.fromIterable(order.lines())
        .concatMap(line -> offer.license()
            ? addLicenses(orderNo, order, offer, line)
            : addInstance(orderNo, order, buyer, offer, line))
        .then();
  }

  /** A licence is its code, known at once; its time starts when it is activated. */
  private Mono<Void> addLicenses(long orderNo, PlacedOrder order, Offer offer, Line line) {
    return Flux.range(0, order.quantity())
        .concatMap(
            number -> instances.add(instance(orderNo, order, offer, line, ids.licenseCode())))
        .then();
  }

  private Mono<Void> addInstance(
      long orderNo, PlacedOrder order, Buyer buyer, Offer offer, Line line) {
    var instance = instance(orderNo, order, offer, line, null);
    return instances
        .add(instance)
        .flatMap(instanceNo -> deliveries.enqueue(new Call(
            Activity.NEW_INSTANCE,
            offer.isvNo(),
            offer.productNo(),
            instanceNo,
            orderNo,
            members(order, buyer, offer, line, instance.businessId()))))
        .then();
  }

  private NewInstance instance(
      long orderNo, PlacedOrder order, Offer offer, Line line, @Nullable String instanceId) {
    return new NewInstance(
        instanceId,
        kind(offer),
        offer.isvNo(),
        order.customerNo(),
        order.productNo(),
        order.skuNo(),
        line.productIds().getFirst(),
        orderNo,
        line.orderLineId(),
        ids.businessId(),
        order.createdAt());
  }

  private static InstanceKind kind(Offer offer) {
    return switch (offer.sku()) {
      case OnDemandSku onDemand -> InstanceKind.ON_DEMAND;
      case PackageSku bought -> InstanceKind.PACKAGE;
      case PeriodSku period -> InstanceKind.PERIOD;
      case OneTimeSku oneTime -> InstanceKind.ONE_TIME;
    };
  }

  private Map<String, Object> members(
      PlacedOrder order, Buyer buyer, Offer offer, Line line, String businessId) {
    var members = new HashMap<String, Object>();
    members.put(CallMembers.ORDER_ID, order.orderId());
    members.put(CallMembers.ORDER_LINE_ID, line.orderLineId());
    members.put(CallMembers.BUSINESS_ID, businessId);
    members.put(CallMembers.CUSTOMER_ID, buyer.customerId());
    members.put(CallMembers.CUSTOMER_NAME, buyer.name());
    members.put(CallMembers.SKU_CODE, line.skuCode());
    members.put(CallMembers.PRODUCT_ID, line.productIds().getFirst());
    members.put(CallMembers.CHARGING_MODE, chargingMode(offer));
    members.put(CallMembers.QUANTITY, Integer.toString(order.quantity()));
    members.put(CallMembers.ORDER_AMOUNT, order.amount().plainAmount());
    if (order.orderType() == OrderType.TRIAL) {
      members.put(CallMembers.TRIAL, "true");
    }
    addTime(members, order, offer);
    return members;
  }

  /** The expiry is an estimate: time runs from the activation. */
  private void addTime(Map<String, Object> members, PlacedOrder order, Offer offer) {
    switch (offer.sku()) {
      case PeriodSku period -> {
        members.put(CallMembers.PERIOD_TYPE, period.periodType().wireName());
        members.put(CallMembers.PERIOD_NUMBER, Integer.toString(order.periods()));
        members.put(
            CallMembers.EXPIRE_TIME, end(order.createdAt(), period.length(order.periods())));
      }
      case PackageSku bought ->
        members.put(
            CallMembers.EXPIRE_TIME,
            end(order.createdAt(), bought.validity().multipliedBy(order.periods())));
      case OnDemandSku onDemand -> {}
      case OneTimeSku oneTime -> {}
    }
  }

  private String end(Instant from, Period length) {
    return Validity.end(from, length, clock.zone()).toString();
  }

  static String chargingMode(Offer offer) {
    return switch (offer.sku()) {
      case OnDemandSku onDemand -> "ON_DEMAND";
      case PackageSku bought -> "ON_DEMAND_PKG";
      case PeriodSku period -> "PERIOD";
      case OneTimeSku oneTime -> "ONE_TIME";
    };
  }
}
