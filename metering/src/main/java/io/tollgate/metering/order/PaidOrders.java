package io.tollgate.metering.order;

import io.tollgate.metering.account.Journal;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.instance.Instance;
import io.tollgate.metering.order.OrderOutcome.Line;
import io.tollgate.metering.order.OrderOutcome.Placed;
import io.tollgate.metering.order.OrderStore.Offer;
import io.tollgate.metering.order.OrderStore.PlacedOrder;
import io.tollgate.rules.journal.JournalEntry;
import io.tollgate.rules.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Writes orders about an instance, and moves the money for them. */
@Component
class PaidOrders {

  private final OrderStore orders;
  private final OrderIds ids;
  private final Journal journal;
  private final BusinessClock clock;

  PaidOrders(OrderStore orders, OrderIds ids, Journal journal, BusinessClock clock) {
    this.orders = orders;
    this.ids = ids;
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * Writes an order for {@code price} that the instance's customer can pay, carries out what
   * follows from it, and debits. Changes nothing where the balance does not cover it.
   */
  Mono<OrderOutcome> place(
      OrderRequest request,
      Instance instance,
      Offer offer,
      Money price,
      OrderState state,
      @Nullable Instant effectiveAt,
      Function<Written, Mono<Void>> follow) {
    return orders.buyer(instance.customerNo()).flatMap(buyer -> {
      var unpaid = price.isZero() ? null : NewOrders.unpaid(buyer, price);
      if (unpaid != null) {
        return Mono.just(unpaid);
      }
      return write(request, instance, offer, price, state, effectiveAt)
          .flatMap(written -> follow
              .apply(written)
              .then(Mono.defer(() -> debit(buyer.customerId(), price, written.order())))
              .thenReturn(placed(written.order())));
    });
  }

  Mono<Written> write(
      OrderRequest request,
      Instance instance,
      Offer offer,
      Money amount,
      OrderState state,
      @Nullable Instant effectiveAt) {
    var orderId = ids.orderId();
    var line =
        new Line(OrderIds.lineId(orderId, 1), offer.sku().skuCode(), offer.sku().productIds());
    var order = new PlacedOrder(
        orderId,
        request.orderType(),
        instance.customerNo(),
        instance.productNo(),
        offer.skuNo(),
        request.quantity(),
        request.periods(),
        state,
        amount,
        instance.instanceNo(),
        effectiveAt,
        clock.now(),
        List.of(line));
    return orders.add(order).map(orderNo -> new Written(orderNo, order));
  }

  private Mono<Void> debit(String customerId, Money price, PlacedOrder order) {
    return price.isZero()
        ? Mono.empty()
        : journal.post(
            JournalEntry.purchase(customerId, price, order.orderId(), order.createdAt()));
  }

  static OrderOutcome placed(PlacedOrder order) {
    return new Placed(order.orderId(), order.orderType(), order.state(), order.lines());
  }

  /** An order that was written. */
  record Written(long orderNo, PlacedOrder order) {

    String orderLineId() {
      return order.lines().getFirst().orderLineId();
    }
  }
}
