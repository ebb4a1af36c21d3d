package io.tollgate.metering.order;

import io.tollgate.metering.account.Journal;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.delivery.Activity;
import io.tollgate.metering.delivery.Deliveries;
import io.tollgate.metering.event.Event;
import io.tollgate.metering.event.EventType;
import io.tollgate.metering.event.Events;
import io.tollgate.metering.instance.ChangeCause;
import io.tollgate.metering.instance.Instance;
import io.tollgate.metering.instance.InstanceChanges;
import io.tollgate.metering.instance.InstanceRelease;
import io.tollgate.metering.instance.InstanceStore;
import io.tollgate.metering.order.OrderStore.OrderRow;
import io.tollgate.rules.instance.InstanceEvent.CreateFailed;
import io.tollgate.rules.instance.InstanceState;
import io.tollgate.rules.instance.ReleaseCause;
import io.tollgate.rules.journal.JournalEntry;
import io.tollgate.rules.money.Money;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** A create that failed takes the whole order with it, and the price goes back (contract 5.7). */
@Component
class OrderFailure {

  private static final ChangeCause CREATE_FAILED = ChangeCause.of("CREATE_FAILED");

  private final InstanceStore instances;
  private final InstanceChanges changes;
  private final InstanceRelease release;
  private final OrderStore orders;
  private final Deliveries deliveries;
  private final Journal journal;
  private final Events events;
  private final ProductCare care;
  private final BusinessClock clock;

  OrderFailure(
      InstanceStore instances,
      InstanceChanges changes,
      InstanceRelease release,
      OrderStore orders,
      Deliveries deliveries,
      Journal journal,
      Events events,
      ProductCare care,
      BusinessClock clock) {
    this.instances = instances;
    this.changes = changes;
    this.release = release;
    this.orders = orders;
    this.deliveries = deliveries;
    this.journal = journal;
    this.events = events;
    this.care = care;
    this.clock = clock;
  }

  /** Joins the caller's transaction, which has locked all instances of the order. */
  Mono<Void> fail(Instance failed) {
    return instances
        .lockOfOrder(failed.orderNo())
        .collectList()
        .flatMapIterable(all -> all)
        .concatMap(this::end)
        .then(Mono.defer(() -> orders.lock(failed.orderNo())))
        .filter(order -> order.state() == OrderState.PROVISIONING)
        .flatMap(order -> orders
            .setState(order.orderNo(), OrderState.FAILED, null)
            .then(refund(order, order.amount()))
            .then(care.orderFailed(order.orderNo())));
  }

  private Mono<Void> end(Instance instance) {
    if (instance.state() instanceof InstanceState.Provisioning) {
      return deliveries
          .drop(instance.instanceNo(), List.of(Activity.NEW_INSTANCE, Activity.QUERY_INSTANCE))
          .then(changes.apply(
              instance, new CreateFailed(instance.instanceId() != null), CREATE_FAILED))
          .then();
    }
    return instance.isLive()
        ? release.release(instance, ReleaseCause.UNSUBSCRIBED, CREATE_FAILED).then()
        : Mono.empty();
  }

  /** Gives {@code amount} of the order back, and says so. Joins the caller's transaction. */
  Mono<Void> refund(OrderRow order, Money amount) {
    var event = new Event(
        EventType.ORDER_REFUNDED,
        order.isvNo(),
        order.customerNo(),
        order.targetInstanceNo(),
        Map.of(
            "orderId", order.orderId(),
            "amount", amount.plainAmount(),
            "currency", amount.currency().getCurrencyCode()));
    return amount.isZero()
        ? events.raise(event)
        : events
            .raise(event)
            .then(journal.post(
                JournalEntry.refund(order.customerId(), amount, order.orderId(), clock.now())));
  }
}
