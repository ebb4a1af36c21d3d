package io.tollgate.metering.settlement;

import io.tollgate.metering.audit.AuditLog;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.settlement.SupervisionOutcome.NotPossible;
import io.tollgate.metering.settlement.SupervisionOutcome.NotSupervised;
import io.tollgate.metering.settlement.SupervisionOutcome.Stepped;
import io.tollgate.rules.settlement.Supervision;
import io.tollgate.rules.settlement.Supervision.Step;
import java.util.Arrays;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes the steps of service supervision (服务监管). The rules know which lead where. */
@Component
public final class ServiceSupervision {

  private final SupervisedOrders orders;
  private final List<ServiceAccepted> listeners;
  private final AuditLog audit;
  private final TransactionalOperator transaction;
  private final BusinessClock clock;

  ServiceSupervision(
      SupervisedOrders orders,
      ObjectProvider<ServiceAccepted> listeners,
      AuditLog audit,
      TransactionalOperator transaction,
      BusinessClock clock) {
    this.orders = orders;
    this.listeners = listeners.orderedStream().toList();
    this.audit = audit;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** Takes a step; empty where there is no such order. */
  public Mono<SupervisionOutcome> step(String orderId, Step step) {
    return orders
        .lock(orderId)
        .flatMap(order -> order.isSupervised()
            ? step(order, step)
            : Mono.<SupervisionOutcome>just(new NotSupervised(orderId)))
        .as(transaction::transactional);
  }

  private Mono<SupervisionOutcome> step(SupervisedOrder order, Step step) {
    return order
        .state()
        .after(step)
        .map(next -> write(order, next))
        .orElseGet(() -> Mono.just(new NotPossible(order.state(), possible(order.state()))));
  }

  private Mono<SupervisionOutcome> write(SupervisedOrder order, Supervision next) {
    var written =
        next == Supervision.ACCEPTED ? accept(order) : orders.setState(order.orderNo(), next);
    return written
        .then(audit.record(
            "order.supervision", "order:" + order.orderId(), order.state().name(), next.name()))
        .thenReturn(new Stepped(order.orderId(), next));
  }

  private Mono<Void> accept(SupervisedOrder order) {
    var now = clock.now();
    return orders
        .accept(order.orderNo(), now)
        .thenMany(Flux.fromIterable(listeners))
        .concatMap(listener -> listener.accepted(order.orderNo(), now))
        .then();
  }

  private static List<Step> possible(Supervision state) {
    return Arrays.stream(Step.values())
        .filter(step -> state.after(step).isPresent())
        .toList();
  }
}
