package io.tollgate.metering.settlement;

import io.tollgate.metering.audit.AuditLog;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.rules.settlement.SupervisedService;
import io.tollgate.rules.settlement.SupervisedService.Outcome;
import io.tollgate.rules.settlement.Supervision;
import io.tollgate.rules.settlement.Supervision.Party;
import io.tollgate.rules.settlement.Supervision.Step;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Takes the steps of service supervision (服务监管). The rules know which lead where, and whose each
 * of them is.
 */
@Component
public final class ServiceSupervision {

  private final SupervisedOrders orders;
  private final List<SupervisionStep> listeners;
  private final AuditLog audit;
  private final TransactionalOperator transaction;
  private final BusinessClock clock;

  ServiceSupervision(
      SupervisedOrders orders,
      ObjectProvider<SupervisionStep> listeners,
      AuditLog audit,
      TransactionalOperator transaction,
      BusinessClock clock) {
    this.orders = orders;
    this.listeners = listeners.orderedStream().toList();
    this.audit = audit;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** How far the order has come; empty where there is no such order. */
  public Mono<SupervisedOrder> find(String orderId) {
    return orders.find(orderId);
  }

  /**
   * Takes a step; empty where there is no such order.
   *
   * @param by on whose behalf; empty for whoever's step it is
   */
  public Mono<SupervisionOutcome> step(String orderId, Step step, Optional<Party> by) {
    return orders
        .lock(orderId)
        .flatMap(order -> step(order, step, by))
        .as(transaction::transactional);
  }

  /** Takes a step of the ISV; another ISV's order is answered as if it did not exist. */
  public Mono<SupervisionOutcome> stepOfIsv(int isvNo, String orderId, Step step) {
    return orders
        .lock(orderId)
        .filter(order -> order.isvNo() == isvNo)
        .flatMap(order -> step(order, step, Optional.of(Party.ISV)))
        .as(transaction::transactional);
  }

  private Mono<SupervisionOutcome> step(SupervisedOrder order, Step step, Optional<Party> by) {
    if (!order.isSupervised()) {
      return Mono.just(new SupervisionOutcome.NotSupervised(order.orderId()));
    }
    if (order.hasEnded()) {
      return Mono.just(new SupervisionOutcome.Ended(order.orderId()));
    }
    return switch (order.service().take(step, by)) {
      case Outcome.NotPossible(var state, var possible) ->
        Mono.just(new SupervisionOutcome.NotPossible(state, possible));
      case Outcome.NotTheirs(var notTaken, var party, var whose) ->
        Mono.just(new SupervisionOutcome.NotTheirs(notTaken, party, whose));
      case Outcome.Taken(var service, var party) -> write(order, step, party, service);
    };
  }

  private Mono<SupervisionOutcome> write(
      SupervisedOrder order, Step step, Party by, SupervisedService service) {
    var now = clock.now();
    var written = service.state() == Supervision.ACCEPTED
        ? orders.accept(order.orderNo(), now)
        : orders.save(order.orderNo(), service);
    return written
        .then(tell(order, service.state(), now))
        .then(audit.record(
            "order.supervision",
            "order:" + order.orderId(),
            order.service().state().name(),
            service.state() + " (" + step + " by " + by + ")"))
        .thenReturn(new SupervisionOutcome.Stepped(order.orderId(), service));
  }

  private Mono<Void> tell(SupervisedOrder order, Supervision reached, Instant at) {
    return Flux.fromIterable(listeners)
        .concatMap(listener -> listener.reached(order.orderNo(), reached, at))
        .then();
  }
}
