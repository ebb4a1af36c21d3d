package io.tollgate.metering.instance;

import io.tollgate.metering.audit.AuditLog;
import io.tollgate.rules.instance.FreezeReason;
import io.tollgate.rules.instance.InstanceEvent;
import io.tollgate.rules.instance.InstanceEvent.Freeze;
import io.tollgate.rules.instance.InstanceEvent.Lift;
import io.tollgate.rules.instance.Transition.Accepted;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Freezes and lifts by the operator's word. */
@Service
public class Violations {

  private static final ChangeCause VIOLATION = ChangeCause.of(FreezeReason.VIOLATION);

  private final InstanceStore instances;
  private final InstanceChanges changes;
  private final AuditLog audit;
  private final TransactionalOperator transaction;

  Violations(
      InstanceStore instances,
      InstanceChanges changes,
      AuditLog audit,
      TransactionalOperator transaction) {
    this.instances = instances;
    this.changes = changes;
    this.audit = audit;
    this.transaction = transaction;
  }

  /** False when the instance cannot be frozen as it stands; empty when there is none. */
  public Mono<Boolean> freeze(String instanceId, String why) {
    return apply(instanceId, new Freeze(FreezeReason.VIOLATION, null), "instance.freeze", why);
  }

  /** False when nothing can be lifted as it stands; empty when there is no such instance. */
  public Mono<Boolean> lift(String instanceId) {
    return apply(instanceId, new Lift(FreezeReason.VIOLATION), "instance.lift", null);
  }

  private Mono<Boolean> apply(
      String instanceId, InstanceEvent event, String action, @Nullable String why) {
    return instances
        .lock(instanceId)
        .flatMap(instance -> changes.apply(instance, event, VIOLATION))
        .flatMap(transition -> audit
            .record(action, "instance:" + instanceId, null, why)
            .thenReturn(transition instanceof Accepted))
        .as(transaction::transactional);
  }
}
