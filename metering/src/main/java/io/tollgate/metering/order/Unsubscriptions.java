package io.tollgate.metering.order;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.instance.ChangeCause;
import io.tollgate.metering.instance.Instance;
import io.tollgate.metering.instance.InstanceRelease;
import io.tollgate.metering.order.OrderStore.OrderRow;
import io.tollgate.rules.catalogue.Sku;
import io.tollgate.rules.instance.ReleaseCause;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.order.Refund;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Gives an instance back. Of a subscription, what was paid for time that has not begun comes back,
 * and all of it within five days of the activation; pay per use, packages and one-time products
 * are not refundable.
 */
@Component
class Unsubscriptions {

  private final OrderStore orders;
  private final PaidOrders paidOrders;
  private final InstanceRelease release;
  private final OrderFailure refunds;
  private final BusinessClock clock;

  Unsubscriptions(
      OrderStore orders,
      PaidOrders paidOrders,
      InstanceRelease release,
      OrderFailure refunds,
      BusinessClock clock) {
    this.orders = orders;
    this.paidOrders = paidOrders;
    this.release = release;
    this.refunds = refunds;
    this.clock = clock;
  }

  Mono<OrderOutcome> unsubscribe(Instance instance) {
    var request = new OrderRequest(
        OrderType.UNSUBSCRIBE, null, null, instance.instanceId(), instance.quantity(), 1);
    return orders
        .offer(instance.skuNo())
        .flatMap(offer -> orders.lockAbout(instance.instanceNo()).flatMap(about -> {
          var refunded = about.stream()
              .filter(order -> comesBack(offer.sku(), instance, order))
              .toList();
          var amount = sum(refunded, about);
          return paidOrders
              .write(request, instance, offer, amount.negated(), OrderState.CLOSED, clock.now())
              .flatMap(written -> release
                  .release(
                      instance,
                      ReleaseCause.UNSUBSCRIBED,
                      new ChangeCause(
                          ReleaseCause.UNSUBSCRIBED.name(),
                          written.order().orderId(),
                          written.orderLineId()))
                  .then(Mono.defer(() -> close(about, refunded)))
                  .then(Mono.defer(() -> giveBack(refunded)))
                  .thenReturn(PaidOrders.placed(written.order())));
        }));
  }

  private boolean comesBack(Sku sku, Instance instance, OrderRow order) {
    var effectiveAt = order.effectiveAt();
    var activatedAt = instance.activatedAt();
    return order.state() == OrderState.ACTIVE
        && effectiveAt != null
        && activatedAt != null
        && Refund.onUnsubscribe(sku, order.amount(), effectiveAt, activatedAt, clock.now())
            .isPositive();
  }

  private static Money sum(List<OrderRow> refunded, List<OrderRow> about) {
    var zero = Money.zero(about.getFirst().amount().currency());
    return refunded.stream().map(OrderRow::amount).reduce(zero, Money::plus);
  }

  private Mono<Void> close(List<OrderRow> about, List<OrderRow> refunded) {
    return Flux.fromIterable(about)
        .filter(order -> order.state() == OrderState.ACTIVE)
        .filterWhen(order -> refunded.contains(order)
            ? Mono.just(true)
            : orders.hasOtherLive(order.orderNo()).map(others -> !others))
        .concatMap(order -> orders.setState(
            order.orderNo(),
            refunded.contains(order) ? OrderState.REFUNDED : OrderState.CLOSED,
            null))
        .then();
  }

  private Mono<Void> giveBack(List<OrderRow> refunded) {
    return Flux.fromIterable(refunded)
        .concatMap(order -> refunds.refund(order, order.amount()))
        .then();
  }
}
