package io.tollgate.metering.order;

import io.tollgate.metering.audit.AuditLog;
import io.tollgate.metering.order.OrderOutcome.Placed;
import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Places orders. What is refused changes nothing. */
@Service
public class Orders {

  private final NewOrders newOrders;
  private final LaterOrders laterOrders;
  private final AuditLog audit;
  private final TransactionalOperator transaction;

  Orders(
      NewOrders newOrders,
      LaterOrders laterOrders,
      AuditLog audit,
      TransactionalOperator transaction) {
    this.newOrders = newOrders;
    this.laterOrders = laterOrders;
    this.audit = audit;
    this.transaction = transaction;
  }

  /** Places an order in one transaction with everything that follows from it. Always answers. */
  public Mono<OrderOutcome> place(OrderRequest request) {
    var outcome =
        request.orderType().opens() ? newOrders.place(request) : laterOrders.place(request);
    return outcome
        .flatMap(result -> result instanceof Placed placed
            ? audit
                .record("order.place", "order:" + placed.orderId(), null, request)
                .thenReturn(result)
            : Mono.just(result))
        .as(transaction::transactional);
  }
}
