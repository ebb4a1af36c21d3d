package io.tollgate.metering.delivery;

import io.tollgate.metering.audit.AuditLog;
import io.tollgate.metering.delivery.Deliveries.RestartOutcome;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Sends a delivery again because somebody asked for it. */
@Service
public class DeliveryRestart {

  private final Deliveries deliveries;
  private final DeliveryReads reads;
  private final AuditLog audit;
  private final TransactionalOperator transaction;

  DeliveryRestart(
      Deliveries deliveries,
      DeliveryReads reads,
      AuditLog audit,
      TransactionalOperator transaction) {
    this.deliveries = deliveries;
    this.reads = reads;
    this.audit = audit;
    this.transaction = transaction;
  }

  /**
   * Sends again now.
   *
   * @param isvNo whose delivery it has to be; null for anybody's
   * @return empty where there is no such delivery
   */
  public Mono<RestartOutcome> restart(long deliveryNo, @Nullable Integer isvNo) {
    return reads
        .isOf(deliveryNo, isvNo)
        .filter(known -> known)
        .flatMap(known -> deliveries.restart(deliveryNo))
        .flatMap(outcome -> audit
            .record("delivery.restart", "delivery:" + deliveryNo, null, outcome)
            .thenReturn(outcome))
        .as(transaction::transactional);
  }
}
